import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {foreseeEngine, startEngine} from '@espalier/backend';
import {beforeAll, describe, expect, it, vi} from 'vitest';
import type {Meta} from '../runs/meta.ts';
import {runSweep} from './runSweep.ts';

const study = `# tiny
dataset: {name: digits, train: 20, test: 10, validation: 5}
model: {zoo: lenet}
train: {epochs: 0}
prune: {updates: 0, until: {units: 0.99}}
sweep: {prune.lr: [0.001, 0.002]}
`;

let file: string;
let runs: string;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  file = join(folder, 'tiny.yaml');
  runs = join(folder, 'runs');
  await writeFile(file, study);
  await runSweep(file, {runs});
});

/** How often the engine is started for a plan: not at all where it can be told without. */
const starts = foreseeEngine() ? 0 : 1;

describe('a plan', () => {
  it('starts no engine where it can be told without, and none for a sweep that is finished', async () => {
    for (const dryRun of [true, false]) {
      const start = vi.fn(() => startEngine());
      const {plan} = await runSweep(file, {runs, dryRun, start});
      expect(plan.map(({state}) => state)).toEqual(['finished', 'finished']);
      expect(start).toHaveBeenCalledTimes(starts);
    }
  });

  it('is made again where another engine starts than was foreseen', async () => {
    const engine = await startEngine();
    const stopped = AbortSignal.abort();
    const start = async () => Promise.resolve({...engine, threads: engine.threads + 1});
    const {plan} = await runSweep(file, {runs, start, signal: stopped, overrides: ['prune.updates=1']});
    expect(plan.map(({inputs}) => inputs.engine.threads)).toEqual(Array(2).fill(engine.threads + 1));
    expect(plan[0]?.reason).toContain('engine.threads');
  });

  it('holds the results of what is finished', async () => {
    const {plan} = await runSweep(file, {runs, dryRun: true});
    const [first] = plan;
    const text = await readFile(join(first!.folder, 'result.json'), 'utf8');
    expect(first!.result).toEqual(JSON.parse(text));
  });
});

it('a run names the stages that it found, as it names those that it made', async () => {
  const {plan} = await runSweep(file, {runs, dryRun: true});
  const metas = await Promise.all(plan.map(({folder}) => readFile(join(folder, 'meta.json'), 'utf8')));
  const [made, found] = metas.map(text => JSON.parse(text) as Meta);
  expect(Object.keys(made!.stages)).toEqual(['base', 'scores']);
  expect(found!.stages).toEqual(made!.stages);
  expect(Object.keys(found!.seconds ?? {})).toEqual(['base', 'scores', 'prune']);
  expect(found!.git).toEqual(made!.git);
});
