import {copyFile, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {readLines} from '../runs/lines.ts';
import type {MetricsRow, RunResult} from './runResult.ts';
import {runSweep} from './runSweep.ts';

const study = `# sequences
dataset: {name: basic-motions, steps: 8, validation: 4, augment: {warp: 0.2, jitter: 0.05}}
model: {zoo: conv-gru, width: 3}
train: {epochs: 1, optimizer: adamw}
prune:
  criterion: random
  units: [convolution, recurrent]
  unitsPerStep: 5
  updates: 2
  optimizer: adamw
  flopsLambda: 0.05
  flopsScale: saved
  until: {units: 0.5}
milestones: {units: [0.7, 0.5], updates: 2, controls: [scratch]}
`;

it('hidden units of a GRU go in a sweep with milestones, charged by what the network saves', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  const [file, motions] = [join(folder, 'gru.yaml'), join(folder, 'BasicMotions')];
  await mkdir(motions);
  for (const split of ['TRAIN', 'TEST']) {
    const cut = new URL(`../../../datasets/fixtures/BasicMotions/BasicMotions_${split}.ts.txt`, import.meta.url);
    await copyFile(fileURLToPath(cut), join(motions, `BasicMotions_${split}.ts`));
  }
  await writeFile(file, study);
  const {failed, finished} = await runSweep(file, {runs: join(folder, 'runs'), dataDir: folder});
  expect(failed).toEqual([]);
  const run = finished[0]!.folder;
  const {before, milestones} = JSON.parse(await readFile(join(run, 'result.json'), 'utf8')) as RunResult;
  expect(before.units).toBe(3 + 6 + 6 + 6);
  const rows = (await readLines(join(run, 'metrics.jsonl'))) as MetricsRow[];
  expect(rows.at(-1)!.unitsLeft['gru']).toBeLessThan(6);
  expect(milestones?.map(({units}) => units <= 14)).toEqual([true, true]);
  for (const {flops, parameters, controls} of milestones ?? []) {
    expect(flops).toBeLessThan(before.flops);
    expect(controls?.scratch?.parameters).toBe(parameters);
  }
  await rm(folder, {recursive: true});
});
