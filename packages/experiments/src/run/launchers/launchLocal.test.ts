import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeAll, describe, expect, it} from 'vitest';
import {readMeta} from '../../runs/meta.ts';
import {openRunStore} from '../../runs/runStore.ts';
import {resultBytes} from '../../testing/resultBytes.ts';
import {source, startScript} from '../../testing/startScript.ts';
import {WORKER_COMMAND} from '../../testing/workerCommand.ts';
import {askToCancel} from '../cancelSweep.ts';
import type {SweepEvent} from '../events.ts';
import {listRuns} from '../listRuns.ts';
import {runSweep, type SweepOptions, type SweepSummary} from '../runSweep.ts';

const study = `name: tiny
dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 10, updates: 2, lr: 0.005, until: {units: 0.6}}
sweep: {prune.criterion: [taylor, random, weight, activation]}
`;
/** Takes long enough to be disturbed. */
const slow = ['prune.updates=400', 'prune.unitsPerStep=1'];

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  file = join(folder, 'tiny.yaml');
  await writeFile(file, study);
});

function sweep(runs: string, options: SweepOptions = {}): Promise<SweepSummary> {
  const command = {launcher: 'local', workerCommand: WORKER_COMMAND} as const;
  return runSweep(file, {runs: join(folder, runs), ...command, ...options});
}

/** Pids of the processes that runs of a store are done by. */
async function workerPids(runs: string): Promise<number[]> {
  const listed = await listRuns(openRunStore(join(folder, runs)));
  const metas = await Promise.all(listed.filter(({status}) => status === 'running').map(run => readMeta(run.folder)));
  return metas.flatMap(meta => meta?.attempts.at(-1)?.pid ?? []);
}

async function firstWorker(runs: string): Promise<number> {
  for (;;) {
    const [pid] = await workerPids(runs).catch(() => []);
    if (pid !== undefined) return pid;
    await sleep(20);
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('worker processes', () => {
  it('do several runs at a time, with the same bytes as one process', async () => {
    const overrides = ['prune.updates=60'];
    let underWay = 0;
    let most = 0;
    const onEvent = ({kind}: SweepEvent) => {
      if (kind === 'started') most = Math.max(most, ++underWay);
      if (kind === 'ended') underWay--;
    };
    const summary = await sweep('two', {jobs: 2, overrides, onEvent});
    expect(summary.exitCode).toBe(0);
    expect(summary.finished).toHaveLength(4);
    expect(most).toBe(2);
    await runSweep(file, {runs: join(folder, 'inline'), overrides});
    expect(await resultBytes(join(folder, 'two'))).toEqual(await resultBytes(join(folder, 'inline')));
    const again: string[] = [];
    await sweep('two', {jobs: 2, overrides, onEvent: ({kind}) => again.push(kind)});
    expect(again).toEqual(['planned']);
  });

  it('take only their run with them when they die, and it is tried again', async () => {
    const events: SweepEvent[] = [];
    const done = sweep('killed', {overrides: ['prune.updates=100'], onEvent: event => events.push(event)});
    process.kill(await firstWorker('killed'), 'SIGKILL');
    const summary = await done;
    expect(summary.exitCode).toBe(0);
    const again = events.flatMap(event => (event.kind === 'again' ? [event.reason] : []));
    expect(again).toEqual([expect.stringContaining('SIGKILL')]);
    const listed = await listRuns(openRunStore(join(folder, 'killed')));
    expect(listed.map(({meta}) => meta.attempts.map(({status}) => status)).toSorted()).toEqual([
      ['finished'],
      ['finished'],
      ['finished'],
      ['interrupted', 'finished']
    ]);
  });

  it.runIf(process.platform === 'linux')('see the GPU of their place alone', async () => {
    const done = sweep('gpus', {overrides: ['prune.updates=100'], gpus: ['3']});
    const environment = await readFile(`/proc/${await firstWorker('gpus')}/environ`, 'utf8');
    expect(environment.split('\0')).toContain('CUDA_VISIBLE_DEVICES=3');
    expect((await done).exitCode).toBe(0);
  });

  it('end with their launcher, even one that is killed, and the same call goes on', async () => {
    const runs = join(folder, 'orphans');
    const launcher = startScript(`
      import {runSweep} from ${JSON.stringify(source('run/runSweep.ts'))};
      await runSweep(${JSON.stringify(file)}, {runs: ${JSON.stringify(runs)}, launcher: 'local',
        workerCommand: ${JSON.stringify(WORKER_COMMAND)}, overrides: ${JSON.stringify(slow)}});`);
    const pid = await firstWorker('orphans');
    launcher.kill('SIGKILL');
    await launcher;
    while (isAlive(pid)) await sleep(20);
    const [run] = await listRuns(openRunStore(runs));
    expect(run?.status).toBe('interrupted');
  });

  it('stop when they are asked to, and the run counts as cancelled', async () => {
    const done = sweep('cancelled', {overrides: slow});
    await firstWorker('cancelled');
    await askToCancel(openRunStore(join(folder, 'cancelled')), 'tiny');
    const summary = await done;
    expect(summary).toMatchObject({cancelled: true, interrupted: false, exitCode: 1});
    expect(summary.remaining).toHaveLength(4);
    const listed = await listRuns(openRunStore(join(folder, 'cancelled')));
    expect(listed.map(({status}) => status)).toEqual(['cancelled']);
  });

  it('stop at the first failure where that is wanted, and try again as often as that is', async () => {
    const overrides = ['prune.lr=1e30'];
    const events: string[] = [];
    const failed = await sweep('fast', {
      overrides,
      keepGoing: false,
      retries: 1,
      onEvent: ({kind}) => events.push(kind)
    });
    expect(failed.exitCode).toBe(1);
    expect(failed.failed).toHaveLength(1);
    expect(events.filter(kind => kind === 'again')).toHaveLength(1);
    const some = await sweep('some', {maxRuns: 1});
    expect([some.finished.length, some.remaining.length, some.exitCode]).toEqual([1, 3, 0]);
  });
});
