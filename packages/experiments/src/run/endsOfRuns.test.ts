import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {readMeta, writeMeta} from '../runs/meta.ts';
import {expectedBytes, finish, fresh, leftovers, logOf, partly, TAYLOR} from '../testing/checkpointStudies.ts';
import {resultBytes} from '../testing/resultBytes.ts';
import {source, startScript} from '../testing/startScript.ts';
import {checkpointFile} from './checkpoints.ts';
import type {RunProgress} from './events.ts';
import {runSweep} from './runSweep.ts';

afterEach(() => vi.unstubAllEnvs());

describe('how a run ends', () => {
  it('tells what the updates after its last removal took, where it saw them all', async () => {
    vi.stubEnv('ESPALIER_CHECKPOINT_SECONDS', '0');
    const whole = await fresh(TAYLOR);
    expect(await whole.attempt()).toEqual({status: 'finished'});
    expect((await readMeta(whole.run.folder))?.finalFineTune).toBeGreaterThan(0);
    const one = await partly(TAYLOR, 2);
    await finish(one);
    expect(await readMeta(one.run.folder)).not.toHaveProperty('finalFineTune');
  });

  it('keeps its checkpoint when it fails, unless it fails by what it is asked to do', async () => {
    for (const [name, kept] of [
      ['TrainingError', 1],
      ['TargetError', 0]
    ] as const) {
      const one = await partly(TAYLOR, 1);
      const fails = ({kind}: RunProgress) => {
        if (kind === 'prune') throw Object.assign(new Error('no luck'), {name});
      };
      expect(await one.attempt({onProgress: fails})).toMatchObject({status: 'failed', error: 'no luck'});
      expect((await leftovers(one.root)).length).toBe(kept);
      if (kept) await finish(one);
    }
  });

  it('keeps its checkpoint when what it needs is not there this time', async () => {
    const one = await partly(TAYLOR, 2);
    const missing = () => Promise.reject(Object.assign(new Error('no such data'), {name: 'DataError'}));
    expect(await one.attempt({openData: missing})).toMatchObject({status: 'failed', error: 'no such data'});
    expect((await finish(one)).said).toMatch(/^goes on behind step 2,/);
  });

  it('keeps the checkpoint of a stop between two updates, and loses what came after it', async () => {
    vi.stubEnv('ESPALIER_CHECKPOINT_SECONDS', '0');
    const one = await fresh(TAYLOR);
    const stop = new AbortController();
    const stopped = await one.attempt({
      signal: stop.signal,
      onProgress: event => {
        if (event.kind === 'prune' && event.step === 2) setImmediate(() => stop.abort());
      }
    });
    expect(stopped.status).toBe('interrupted');
    expect((await finish(one)).said).toMatch(/^goes on behind step [23], from the checkpoint of attempt 1$/);
    expect((await readMeta(one.run.folder))?.attempts.map(({status}) => status)).toEqual(['interrupted', 'finished']);
  });

  it('is put down by the next sweep where the process died between the result and its record', async () => {
    const one = await fresh(TAYLOR);
    await one.attempt();
    const meta = (await readMeta(one.run.folder))!;
    const attempts = meta.attempts.map(attempt => ({...attempt, status: 'running' as const, ended: undefined}));
    await writeMeta(one.run.folder, {...meta, status: 'running', attempts});
    await writeFile(checkpointFile(one.run.folder, 1), 'anything');
    const sweep = () => runSweep(join(dirname(one.root), 'study.yaml'), {runs: one.root});
    const {plan} = await sweep();
    expect(plan.map(({state}) => state)).toEqual(['finished']);
    expect(await leftovers(one.root)).toEqual([]);
    const closed = (await readMeta(one.run.folder))!;
    expect([closed.status, closed.attempts.map(({status}) => status)]).toEqual(['finished', ['finished']]);
    const again = await sweep();
    expect((await readMeta(one.run.folder))?.heartbeat).toBe(closed.heartbeat);
    expect(again.plan[0]?.open).toBeUndefined();
  });

  it('is said in words where the seconds between checkpoints are none', async () => {
    vi.stubEnv('ESPALIER_CHECKPOINT_SECONDS', 'often');
    const one = await fresh(TAYLOR);
    expect(await one.attempt()).toMatchObject({
      status: 'failed',
      error: 'Expected ESPALIER_CHECKPOINT_SECONDS to be a number of seconds, at least 0, got "often".'
    });
  });

  it('is the same bytes after SIGKILL, time and again', async () => {
    const text = TAYLOR.replace('unitsPerStep: 8', 'unitsPerStep: 3');
    const one = await fresh(text);
    const script = `
      import {writeSync} from 'node:fs';
      process.env.ESPALIER_CHECKPOINT_SECONDS = '0';
      const {oneRun} = await import('${source('testing/oneRun.ts')}');
      const file = ${JSON.stringify(join(dirname(one.root), 'study.yaml'))};
      const {attempt} = await oneRun(file, ${JSON.stringify(text)}, ${JSON.stringify(one.root)});
      await attempt({onProgress: ({kind}) => kind === 'prune' && writeSync(1, '.')});`;
    for (const points of [3, 2, 4]) {
      const child = startScript(script);
      for (let seen = 0; seen < points;) seen += String(await once(child.stdout, 'data')).length;
      child.kill('SIGKILL');
      await child;
    }
    expect(await one.attempt()).toEqual({status: 'finished'});
    expect(await resultBytes(one.root)).toEqual(await expectedBytes(text));
    expect(await leftovers(one.root)).toEqual([]);
    const {attempts} = (await readMeta(one.run.folder))!;
    expect(attempts.map(({status}) => status)).toEqual(['interrupted', 'interrupted', 'interrupted', 'finished']);
    expect((await logOf(one, 'stdout.log')).match(/goes on behind step \d+, from/g)).toHaveLength(3);
  });

  const places = spawnSync('sh', [
    '-c',
    'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs $d && umount $d && rmdir $d'
  ]);
  it.skipIf(places.status !== 0)('is the same with no room for checkpoints (mounts a small disk as root)', async () => {
    vi.stubEnv('ESPALIER_CHECKPOINT_SECONDS', '0');
    const one = await fresh(TAYLOR);
    const small = join(one.run.folder, 'artifacts', 'attempts');
    await mkdir(small, {recursive: true});
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]).status).toBe(0);
    try {
      const {complaints} = await finish(one);
      expect(complaints).toMatch(/^Went on without a checkpoint: Could not write .*: ENOSPC.*\n$/);
    } finally {
      spawnSync('umount', [small]);
    }
  });
});
