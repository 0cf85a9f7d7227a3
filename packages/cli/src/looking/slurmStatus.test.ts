import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {writeMadeUpRun} from '../testing/madeUpRun.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';
import type {StatusDocument} from './sweepStatus.ts';

const NAME = 'espalier-made-0123456789ab-1';

let folder: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  await writeMadeUpRun(join(folder, 'runs'), {sweep: 'made', id: 'run0'});
  const submission = join(folder, 'runs', '.sweeps', 'made', '0123456789ab');
  await mkdir(join(submission, 'slurm', '1'), {recursive: true});
  const put = (name: string, value: object) => writeFile(join(submission, name), JSON.stringify(value));
  const about = {id: '0123456789ab', number: 1, sweep: 'made', submitted: '2026-01-01T00:00:00Z', runs: 4};
  await put('submission.json', {format: 'espalier.submission/1', ...about, launcher: {kind: 'slurm', jobs: ['12']}});
  await put('slurm/1/job.json', {format: 'espalier.slurm/1', name: NAME, job: '12', options: {}});
  await writeFile(join(submission, 'slurm', '1', 'tasks'), '0\n1\n2\n3\n');
  const lines = [0, 1, 2, 3].map(i => JSON.stringify({key: `run${i}`, id: `run${i}`, config: {seed: i, point: {}}}));
  await writeFile(join(submission, 'runs.jsonl'), lines.map(line => `${line}\n`).join(''));
});

/** The status while `squeue` answers like this. */
async function statusWhile(squeue: string): Promise<{sweep?: StatusDocument['sweeps'][number]; stderr: string}> {
  const programs = join(folder, 'programs');
  await mkdir(programs, {recursive: true});
  for (const [name, text] of [
    ['squeue', squeue],
    ['sacct', 'exit 1']
  ] as const) {
    await writeFile(join(programs, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(programs, name), 0o755);
  }
  const env = {PATH: `${programs}:${process.env.PATH ?? ''}`};
  const {stdout, stderr} = await espalier(['status', '--json'], {cwd: folder, env});
  return {sweep: (JSON.parse(stdout) as StatusDocument).sweeps[0], stderr};
}

it('asks Slurm which runs are still to come', async () => {
  const tasks = ['12_0|COMPLETED|None', '12_1|PENDING|Resources', '12_2|PENDING|Resources', '12_3|CANCELLED|None'];
  const {sweep, stderr} = await statusWhile(tasks.map(task => `echo '${task}|${NAME}'`).join('\n'));
  expect(stderr).toBe('');
  expect(sweep).toMatchObject({
    counts: {finished: 1, queued: 2, 'not begun': 1},
    tasks: {completed: 1, queued: 2, cancelled: 1},
    secondsLeft: 120,
    commands: {cancel: 'espalier cancel made'}
  });
});

it('tells of runs that Slurm has forgotten how to go on, and of a Slurm that is silent what it knows', async () => {
  const gone = await statusWhile('exit 0');
  expect(gone.sweep).toMatchObject({counts: {'not begun': 3}, commands: {resume: 'espalier resume made'}});
  const silent = await statusWhile('echo "slurm_load_jobs error: Unable to contact slurm controller" >&2; exit 1');
  expect(silent.stderr).toBe('Slurm does not answer: what it has queued may have changed.\n');
  expect(silent.sweep?.counts).toMatchObject({finished: 1, queued: 3, 'not begun': 0});
});
