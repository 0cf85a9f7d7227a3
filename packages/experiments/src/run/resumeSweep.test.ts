import {mkdtemp, readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, it} from 'vitest';
import {openRunStore} from '../runs/runStore.ts';
import {listRuns} from './listRuns.ts';
import {rerunRuns} from './rerunRuns.ts';
import {resumeSweep} from './resumeSweep.ts';
import {runSweep} from './runSweep.ts';

const study = `name: tiny
dataset: {name: digits, train: 60, test: 20, validation: 20}
model: {zoo: lenet}
train: {epochs: 0}
prune: {unitsPerStep: all, updates: 0, until: {units: 0.6}}
sweep: {prune.criterion: [random, weight]}
`;

let runs: string;
let file: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  runs = join(folder, 'runs');
  file = join(folder, 'tiny.yaml');
  await writeFile(file, study);
});

it('goes on with what was submitted, whatever has become of the file', async () => {
  await runSweep(file, {runs, maxRuns: 1});
  await rm(file);
  const planned = await resumeSweep('tiny', {runs, dryRun: true});
  expect(planned.plan.map(({state, reason}) => [state, reason])).toEqual([
    ['finished', 'finished'],
    ['to run', 'never run']
  ]);
  expect((await resumeSweep('tiny', {runs})).finished).toHaveLength(2);
});

it('says which sweeps there are where one was never submitted', async () => {
  await runSweep(file, {runs, maxRuns: 1});
  await expect(resumeSweep('tyni', {runs})).rejects.toThrow('"tiny"');
});

it('does a finished run again only by force, to the same bytes, and keeps what it came to', async () => {
  const {finished} = await runSweep(file, {runs});
  const [run] = finished;
  const before = await readFile(join(run!.folder, 'result.json'), 'utf8');
  await expect(rerunRuns([run!.id], {runs})).rejects.toThrow('--force');
  const again = await rerunRuns([run!.id], {runs, force: true});
  expect(again.finished.map(({key}) => key)).toEqual([run!.key]);
  expect(await readFile(join(run!.folder, 'result.json'), 'utf8')).toBe(before);
  const aside = join(run!.folder, 'artifacts', 'attempts', '1', 'results');
  expect((await readdir(aside)).toSorted()).toEqual([
    'history.jsonl',
    'metrics.jsonl',
    'model',
    'result.json',
    'timings.jsonl'
  ]);
  // What was submitted is still the whole sweep.
  expect((await resumeSweep('tiny', {runs, dryRun: true})).plan).toHaveLength(2);
});

it('trusts no clock: records of the past and of the future are gone on with', async () => {
  const {plan} = await runSweep(file, {runs});
  for (const [i, when] of ['1970-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'].entries()) {
    const {folder} = plan[i]!;
    const path = join(folder, 'meta.json');
    const meta = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({...meta, status: 'running', created: when, heartbeat: when}));
    await rm(join(folder, 'result.json'));
    await utimes(path, new Date(when), new Date(when));
  }
  expect((await listRuns(openRunStore(runs))).map(({status}) => status)).toEqual(['interrupted', 'interrupted']);
  const again = await runSweep(file, {runs});
  expect(again.plan.map(({reason}) => reason)).toEqual(['cut off in attempt 1', 'cut off in attempt 1']);
  expect(again.finished).toHaveLength(2);
  expect((await resumeSweep('tiny', {runs, dryRun: true})).finished).toHaveLength(2);
});

it('freezes again what was damaged, and says so where there is nothing else to go by', async () => {
  await runSweep(file, {runs, maxRuns: 1});
  const [frozen = ''] = (await readdir(runs, {recursive: true})).filter(name => name.endsWith('runs.jsonl'));
  await writeFile(join(runs, frozen), '{"key": "cut sho\n');
  await expect(resumeSweep('tiny', {runs})).rejects.toThrow('got a damaged file. Sweep again.');
  await runSweep(file, {runs, maxRuns: 0});
  expect((await resumeSweep('tiny', {runs, dryRun: true})).plan).toHaveLength(2);
});
