import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, expect, it} from 'vitest';
import {espalier, type Outcome} from '../testing/espalier.ts';
import {writeTinyModel} from '../testing/tinyModel.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

let folder: string;
let model: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  model = await writeTinyModel(folder);
});

const run = (...args: string[]): Promise<Outcome> => espalier(['bench', ...args, '-q'], {cwd: folder});

it('times a model at each batch size, by itself and beside another', async () => {
  const {code, stdout, stderr} = await run(model, 'lenet', '--batch', '1,2', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const document = JSON.parse(stdout) as {rows: {batch: number; model: {count: number}; faster: {median: number}}[]};
  expect(document).toMatchObject({
    format: 'espalier.latency/1',
    device: {threads: 1, device: 'cpu'},
    model: {path: model},
    other: {path: 'lenet'}
  });
  expect(document.rows.map(({batch}) => batch)).toEqual([1, 2]);
  for (const {model: time, faster} of document.rows) {
    expect(time.count).toBeGreaterThanOrEqual(15);
    expect(faster.median).toBeGreaterThan(0);
  }
  const alone = await run(model, '--batch', '3');
  expect(alone.stdout).toMatch(/^batch +ms +quartiles +passes\n +3 /);
  expect(alone.stdout).toMatch(/warm-up +3 passes not counted\ndevice .*\nengine .*1 thread\nload /);
});

it('says where a training step goes, and draws it', async () => {
  const {code, stdout, stderr} = await run(model, '--profile', '--criteria', 'taylor', '--svg', 'step.svg');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^op +ms a step +calls +share\n/);
  expect(stdout).toMatch(
    /Conv2D(BackpropFilter|GradFilter) .* %\n[^]*JavaScript between ops .* %\n\nstep .* ms, median of 15/
  );
  expect(await readFile(join(folder, 'step.svg'), 'utf8')).toMatch(/Conv2D(BackpropFilter|GradFilter) ×/);
});

it('refuses another model that reads other inputs', async () => {
  const {code, stderr} = await run('lenet', model, '--batch', '1');
  const reason = `Expected ${model} to read the inputs that the first model reads, [28, 28, 1], got [8, 8, 1].`;
  expect([code, stderr]).toEqual([2, `espalier: ${reason}\n`]);
});

it.each([
  [['--batch', '0'], 'Expected --batch to be a whole number of at least 1, got "0".'],
  [['--svg', 'a.svg'], 'Expected --criteria and --svg only with --profile.'],
  [['lenet', '--profile'], 'Expected one model with --profile, got lenet too.'],
  [['--profile', '--batch', '1,2'], 'Expected one --batch with --profile, got 1,2.']
])('refuses %j', async (args, message) => {
  const {code, stderr} = await run(model, ...args);
  expect([code, stderr]).toEqual([2, `espalier: ${message}\n`]);
});
