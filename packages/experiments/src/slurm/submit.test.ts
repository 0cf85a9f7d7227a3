import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {fakeSlurm, type FakeAnswer} from '../testing/fakeSlurm.ts';
import {readArrays} from './arrays.ts';
import {cancelSlurm} from './cancel.ts';
import {slurmSchema} from './options.ts';
import {pollSlurm} from './poll.ts';
import {submitToSlurm} from './submit.ts';

let submissionFolder: string;
beforeEach(async () => {
  submissionFolder = join(await mkdtemp(join(tmpdir(), 'espalier slurm ')), '0123456789ab');
  const lines = Array.from({length: 12}, (_, line) => `{"key": "key ${line}"}\n`);
  await mkdir(submissionFolder);
  await writeFile(join(submissionFolder, 'runs.jsonl'), lines.join(''));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(join(submissionFolder, '..'), {recursive: true});
});

const config = {stdout: 'MaxArraySize            = 3\nMaxJobCount             = 10000\n'};
const disabled = {stderr: 'Slurm accounting storage is disabled\n', code: 1};
const name = (array: number) => `espalier-demo-0123456789ab-${array}`;

function submit(runs: readonly number[], options: Record<string, unknown> = {}) {
  const worker = ['node', 'espalier.js', 'worker', '--submission', submissionFolder];
  return submitToSlurm({
    sweep: 'demo',
    submissionFolder,
    runs,
    options: slurmSchema.parse(options),
    worker,
    threads: 1
  });
}

function cluster(answers: Readonly<Record<string, FakeAnswer>> = {}) {
  return fakeSlurm({scontrol: config, sbatch: {stdout: '17\n'}, sacct: disabled, squeue: {}, ...answers});
}

describe('submitting', () => {
  it('splits what is more than an array may have', async () => {
    const calls = await cluster();
    const {arrays, submitted} = await submit([0, 2, 3, 5, 8, 9, 11], {runsPerTask: 2});
    expect(submitted).toEqual([0, 2, 3, 5, 8, 9, 11]);
    expect(arrays.map(({name: own, job, tasks}) => [own, job, tasks])).toEqual([
      [
        name(1),
        '17',
        [
          [0, 2],
          [3, 5],
          [8, 9]
        ]
      ],
      [name(2), '17', [[11]]]
    ]);
    const [, first] = await calls();
    expect(first).toContain(
      `sbatch --parsable --job-name=${name(1)} --array=0-2%256 --output=${submissionFolder}/slurm/1/`
    );
    expect(first).toMatch(/slurm\/1\/job\.sh$/);
    expect(await readFile(join(submissionFolder, 'slurm/1/tasks'), 'utf8')).toBe('0,2\n3,5\n8,9\n');
  });

  it('leaves alone what waits or runs already, under whatever id squeue finds it', async () => {
    await cluster();
    await submit([0, 1, 2]);
    const job = JSON.parse(await readFile(join(submissionFolder, 'slurm/1/job.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(job).toEqual({format: 'espalier.slurm/1', name: name(1), job: '17', options: slurmSchema.parse({})});
    const stdout = `42_0|RUNNING|None|${name(1)}\n42_1|PENDING|BeginTime|${name(1)}\n42_2|FAILED|NonZeroExitCode|${name(1)}\n`;
    const calls = await cluster({squeue: {stdout}});
    const {submitted, underWay} = await submit([0, 1, 2]);
    expect({submitted, underWay}).toEqual({submitted: [2], underWay: [0, 1]});
    expect(await calls()).toContain('scontrol update JobId=42_1 StartTime=now');
    expect((await readArrays(submissionFolder)).map(({tasks}) => tasks)).toEqual([[[0], [1], [2]], [[2]]]);
  });

  it('leaves alone what another submission of the sweep has under way', async () => {
    await cluster();
    await submit([0, 1]);
    const other = join(submissionFolder, '..', 'ba9876543210');
    await mkdir(other);
    await writeFile(join(other, 'runs.jsonl'), ['9', '1', '0'].map(line => `{"key": "key ${line}"}\n`).join(''));
    await cluster({squeue: {stdout: `17_0|FAILED|None|${name(1)}\n17_1|PENDING|Resources|${name(1)}\n`}});
    submissionFolder = other;
    const {submitted, underWay, arrays} = await submit([0, 1, 2]);
    expect({submitted, underWay}).toEqual({submitted: [0, 2], underWay: [1]});
    expect(arrays.map(({tasks}) => tasks)).toEqual([[[0], [2]]]);
  });

  it('does not mind damaged records of before', async () => {
    await cluster();
    await submit([0]);
    await submit([1]);
    const other = join(submissionFolder, '..', 'ba9876543210');
    await mkdir(join(other, 'slurm', '1'), {recursive: true});
    await writeFile(join(other, 'runs.jsonl'), '{"key": \n');
    await writeFile(join(other, 'slurm', '1', 'tasks'), '0\n');
    await writeFile(join(other, 'slurm', '1', 'job.json'), '{"format": "espalier.slurm/1", "name": "x", "job": "9"}');
    await writeFile(join(submissionFolder, 'slurm', '1', 'job.json'), '{');
    await rm(join(submissionFolder, 'slurm', '2', 'tasks'));
    await cluster({squeue: {stdout: '9_0|RUNNING|None|x\n'}});
    expect((await submit([0, 1, 2])).submitted).toEqual([0, 1, 2]);
    expect(await readdir(join(submissionFolder, 'slurm'))).toEqual(['1', '2', '3']);
  });

  it('submits nothing while nobody can say what is under way', async () => {
    await cluster();
    await submit([0]);
    const stderr = 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n';
    await cluster({squeue: {stderr, code: 1}});
    await expect(submit([0])).rejects.toMatchObject({name: 'SlurmError'});
    expect(await readdir(join(submissionFolder, 'slurm'))).toEqual(['1']);
  });

  it('leaves no trace of an array that is refused', async () => {
    await cluster({sbatch: {stderr: 'sbatch: error: Batch job submission failed: Invalid account\n', code: 1}});
    await expect(submit([0, 1])).rejects.toThrow('got "Invalid account"');
    expect(await readdir(join(submissionFolder, 'slurm'))).toEqual([]);
  });

  it('remembers which of several clusters took the array, and asks that one', async () => {
    await cluster({sbatch: {stdout: '17;north\n'}});
    const {arrays} = await submit([0]);
    const calls = await cluster({scancel: {}});
    await pollSlurm(arrays);
    await cancelSlurm([{job: '17', cluster: 'north', tasks: [0]}]);
    const [squeue, sacct, scancel] = await calls();
    expect(squeue).toContain(`squeue --clusters=north --noheader --array --states=all --name=${name(1)}`);
    expect(sacct).toContain('--jobs=17');
    expect(scancel).toBe('scancel --clusters=north 17_0');
  });
});

describe('polling', () => {
  const arrays = [
    {name: 'a', job: '17', tasks: {length: 2}},
    {name: 'b', tasks: {length: 1}}
  ];

  it('takes from sacct what squeue has forgotten', async () => {
    await cluster({squeue: {stdout: '17_0|RUNNING|None|a\n'}, sacct: {stdout: '17_1|CANCELLED by 0|0:0\n'}});
    expect(await pollSlurm(arrays)).toEqual([
      {job: '17', tasks: [{state: 'running'}, {state: 'cancelled', reason: 'CANCELLED by 0'}]},
      {job: undefined, tasks: [{state: 'gone'}]}
    ]);
  });

  it('calls gone what nobody remembers, and unknown what nobody can be asked about', async () => {
    await cluster();
    expect((await pollSlurm(arrays)).flatMap(({tasks}) => tasks.map(({state}) => state))).toEqual([
      'gone',
      'gone',
      'gone'
    ]);
    await cluster({squeue: {code: 1}});
    expect((await pollSlurm(arrays)).flatMap(({tasks}) => tasks.map(({state}) => state))).toEqual([
      'unknown',
      'unknown',
      'unknown'
    ]);
  });
});
