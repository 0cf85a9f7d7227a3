import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {readMeta} from '../runs/meta.ts';
import {expectedBytes, finish, fresh, leftovers, logOf, partly, TAYLOR} from '../testing/checkpointStudies.ts';
import {resultBytes} from '../testing/resultBytes.ts';
import {source, startScript} from '../testing/startScript.ts';

afterEach(() => vi.unstubAllEnvs());

describe('how a run ends', () => {
  it('keeps its checkpoint when it fails, unless it fails by what it is asked to do', async () => {
    for (const [name, kept] of [
      ['TrainingError', 1],
      ['TargetError', 0]
    ] as const) {
      const one = await partly(TAYLOR, 1);
      const fails = () => {
        throw Object.assign(new Error('no luck'), {name});
      };
      expect(await one.attempt({onProgress: fails})).toMatchObject({status: 'failed', error: 'no luck'});
      expect((await leftovers(one.root)).length).toBe(kept);
      if (kept) await finish(one);
    }
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
