import {mkdtemp, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {runSweep} from './runSweep.ts';

const header = '@problemName toys\n@timeStamps false\n@univariate true\n@classLabel true up down\n@data\n';

/** Series of 12 steps; no two are alike. */
function series(count: number, from: number): string {
  const lines = Array.from({length: count}, (_, i) => {
    const sign = i % 2 === 0 ? 1 : -1;
    const values = Array.from({length: 12}, (_, step) => sign * step + (from + i) / 100);
    return `${values.join(',')}:${sign > 0 ? 'up' : 'down'}`;
  });
  return header + lines.join('\n');
}

test('a sweep with folds has data and base networks of their own for each seed, and goes through', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-folds-'));
  await writeFile(join(folder, 'toys_TRAIN.ts'), series(10, 0));
  await writeFile(join(folder, 'toys_TEST.ts'), series(8, 50));
  const file = join(folder, 'study.yaml');
  const study = `dataset: {name: ${folder}, folds: 3}
model: {zoo: conv-gru}
train: {epochs: 1}
prune: {updates: 0, unitsPerStep: all, until: {units: 0.9}}
seeds: [0, 1, 3]
sweep: {prune.criterion: [weight, random]}
`;
  await writeFile(file, study);
  const runs = join(folder, 'runs');
  const {plan, finished} = await runSweep(file, {runs});
  expect(finished).toHaveLength(6);
  expect(new Set(plan.map(({inputs}) => inputs.digests.data)).size).toBe(3);
  const stages = await readdir(join(runs, '.stages'));
  expect(stages.filter(name => name.startsWith('base-'))).toHaveLength(3);
  // 18 examples, 6 of them in the fold: accuracies are sixths.
  const result = JSON.parse(await readFile(join(finished[0]!.folder, 'result.json'), 'utf8')) as {
    after: {testAccuracy: number};
  };
  expect(result.after.testAccuracy * 6).toBeCloseTo(Math.round(result.after.testAccuracy * 6), 5);
});

test('without folds, the seed is no part of the data', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'espalier-folds-')), 'study.yaml');
  await writeFile(file, 'dataset: {name: digits, train: 50, test: 20}\nmodel: {zoo: lenet}\nseeds: [0, 1]\n');
  const {plan} = await runSweep(file, {dryRun: true});
  expect(new Set(plan.map(({inputs}) => inputs.digests.data)).size).toBe(1);
  expect(plan[0]!.config.settings.dataset).toEqual({name: 'digits', train: 50, test: 20});
});
