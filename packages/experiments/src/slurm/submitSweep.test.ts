import {existsSync} from 'node:fs';
import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {loadExperiment} from '../run/loadExperiment.ts';
import {fakeSlurm} from '../testing/fakeSlurm.ts';
import {submitSweep, type SubmittedSweep} from './submitSweep.ts';

const study = `dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
seeds: [0, 1]
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-submit-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, {recursive: true});
});

async function submit(text: string, overrides: readonly string[] = []): Promise<SubmittedSweep> {
  const file = join(folder, 'demo.yaml');
  await writeFile(file, text);
  const {slurm, ...experiment} = await loadExperiment(file, {overrides});
  return submitSweep(experiment, {runs: join(folder, 'runs'), slurm, file, command: ['node', 'espalier.js']});
}

const config = {stdout: 'MaxArraySize = 1001\n'};

it('freezes a sweep, and has no key of it depend on Slurm', async () => {
  const calls = await fakeSlurm({scontrol: config, sbatch: {stdout: '17\n'}});
  const {submitted, arrays} = await submit(`${study}slurm: {partition: long, time: 60}\n`, ['slurm.partition=short']);
  expect(submitted).toHaveLength(2);
  expect(arrays.map(({job}) => job)).toEqual(['17']);
  const asked = (await calls()).filter(call => call.includes('--partition=short'));
  expect(asked.every(call => call.includes('--time=60'))).toBe(true);
  expect(asked).toHaveLength(2);
  const calm = await fakeSlurm({scontrol: config, sbatch: {stdout: '18\n'}, squeue: {}, sacct: {code: 1}});
  const again = await submit(study);
  expect(again.submitted.map(({key}) => key)).toEqual(submitted.map(({key}) => key));
  expect(again.arrays.map(({job}) => job)).toEqual(['17', '18']);
  expect(await calm()).toHaveLength(5);
});

it('leaves nothing behind where Slurm refuses', async () => {
  await fakeSlurm({sbatch: {stderr: 'sbatch: error: Batch job submission failed: Invalid account\n', code: 1}});
  await expect(submit(study)).rejects.toMatchObject({name: 'SlurmError'});
  expect(existsSync(join(folder, 'runs', '.sweeps'))).toBe(false);
});

it('leaves nothing behind where Slurm refuses what it would have taken', async () => {
  await fakeSlurm({sbatch: {stdout: 'neither an error nor a number\n'}, scontrol: config});
  await expect(submit(study)).rejects.toMatchObject({name: 'SlurmError'});
  expect(await readdir(join(folder, 'runs', '.sweeps', 'demo'))).toEqual([]);
});

it('refuses successive halving, in whose rungs runs wait for one another', async () => {
  const halving = `${study.replace('seeds: [0, 1]\n', '')}sweep: {prune.criterion: [taylor, random, weight], halving: {key: train.epochs, values: [1, 3]}}\n`;
  await expect(submit(halving)).rejects.toThrow('got successive halving, which cannot be handed to Slurm');
});
