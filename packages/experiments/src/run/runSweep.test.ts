import {once} from 'node:events';
import {mkdtemp, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {readLines} from '../runs/lines.ts';
import {resultBytes as resultBytesOf} from '../testing/resultBytes.ts';
import {source, startScript} from '../testing/startScript.ts';
import type {SweepEvent} from './events.ts';
import {listRuns} from './listRuns.ts';
import {showRun} from './showRun.ts';
import {runOne} from './runOne.ts';
import {runSweep, type SweepOptions, type SweepSummary} from './runSweep.ts';

const study = `# tiny
dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 10, updates: 2, lr: 0.005, until: {units: 0.6}}
oracle: {examples: 20}
sweep: {prune.criterion: [taylor, random]}
`;

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  file = join(folder, 'tiny.yaml');
  await writeFile(file, study);
});

function sweep(runs: string, options: SweepOptions = {}): Promise<SweepSummary> {
  return runSweep(file, {runs: join(folder, runs), ...options});
}

/** What must not depend on when or where a run was done. */
function resultBytes(runs: string): Promise<Record<string, string>> {
  return resultBytesOf(join(folder, runs));
}

describe('a sweep', () => {
  it('does every run, shares stages, records the curve, and leaves no tensors', async () => {
    const events: SweepEvent[] = [];
    await sweep('warm-up', {overrides: ['prune.criterion=weight']});
    const before = tf.memory().numTensors;
    const summary = await sweep('first', {onEvent: event => events.push(event)});
    expect(tf.memory().numTensors).toBe(before);
    expect(summary.failed).toEqual([]);
    expect(summary.exitCode).toBe(0);
    expect(summary.finished.map(({id}) => id.replace(/-[0-9a-f]{10}$/, ''))).toEqual(['taylor-s0', 'random-s0']);
    const stages = await readdir(join(folder, 'first', '.stages'));
    expect(stages.map(name => name.split('-')[0]).toSorted()).toEqual(['base', 'oracle', 'scores']);
    const [taylor] = summary.finished;
    const rows = (await readLines(join(taylor!.folder, 'metrics.jsonl'))) as Record<string, unknown>[];
    expect(rows.map(({step, units}) => [step, units])).toEqual([
      [0, 70],
      [1, 60],
      [2, 50],
      [3, 42]
    ]);
    const result = JSON.parse(await readFile(join(taylor!.folder, 'result.json'), 'utf8')) as Record<string, unknown>;
    expect(result).toMatchObject({
      format: 'espalier.run/1',
      criterion: 'taylor',
      seed: 0,
      before: {units: 70},
      after: {units: 42}
    });
    expect(events.filter(({kind}) => kind === 'ended')).toHaveLength(2);
  });

  it('does nothing when everything is finished, and says so', async () => {
    const events: string[] = [];
    const summary = await sweep('first', {onEvent: ({kind}) => events.push(kind)});
    expect(events).toEqual(['planned']);
    expect(summary.plan.map(({state, reason}) => [state, reason])).toEqual([
      ['finished', 'finished'],
      ['finished', 'finished']
    ]);
  });

  it('gives the same bytes in another place', async () => {
    await sweep('second');
    expect(await resultBytes('second')).toEqual(await resultBytes('first'));
  });

  it('stops at a step when asked to, and goes on to the same bytes', async () => {
    const controller = new AbortController();
    const stopped = await sweep('stopped', {
      signal: controller.signal,
      onEvent: event => {
        if (event.kind === 'progress' && event.progress.kind === 'prune' && event.progress.step === 2)
          controller.abort();
      }
    });
    expect(stopped.exitCode).toBe(130);
    expect(stopped.remaining).toHaveLength(2);
    const runs = await listRuns(stopped.store);
    expect(runs.map(({status}) => status)).toEqual(['interrupted']);
    const plan = await sweep('stopped', {dryRun: true});
    expect(plan.plan.map(({reason}) => reason)).toEqual(['cut off in attempt 1', 'never run']);
    await sweep('stopped');
    expect(await resultBytes('stopped')).toEqual(await resultBytes('first'));
    const [first] = plan.plan;
    const attempt = join(first!.folder, 'artifacts', 'attempts');
    const logs = [attempt + '/1', attempt + '/2', first!.folder].map(at => readFile(join(at, 'stdout.log'), 'utf8'));
    const [one = '', two = '', all] = await Promise.all(logs);
    expect([one, two].map(text => text.split('\n').at(-2)?.slice(0, 6))).toEqual(['step 2', 'step 3']);
    expect(all).toBe(one + two);
    expect(await readFile(join(first!.folder, 'stderr.log'), 'utf8')).toBe('');
    const shown = await showRun(plan.store, first!.id);
    expect(shown.meta.attempts.map(({number, status}) => [number, status])).toEqual([
      [1, 'interrupted'],
      [2, 'finished']
    ]);
  });

  it('goes on after it was killed in the middle of a run, to the same bytes', async () => {
    const script = `
      import {writeSync} from 'node:fs';
      import {runSweep} from '${source('run/runSweep.ts')}';
      await runSweep(${JSON.stringify(file)}, {
        runs: ${JSON.stringify(join(folder, 'killed'))},
        onEvent: event => {
          if (event.kind !== 'progress' || event.progress.kind !== 'prune' || event.progress.step !== 2) return;
          // Held here, in the middle of a run, until it is killed.
          writeSync(1, 'step 2\\n');
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        }
      });`;
    const child = startScript(script);
    await once(child.stdout, 'data');
    const others = sweep('killed', {dryRun: true});
    expect((await listRuns((await others).store)).map(({status}) => status)).toEqual(['running']);
    child.kill('SIGKILL');
    await child;
    const summary = await sweep('killed');
    expect(summary.plan[0]?.reason).toBe('cut off in attempt 1');
    expect(await resultBytes('killed')).toEqual(await resultBytes('first'));
    const shown = await showRun(summary.store, summary.plan[0]!.id);
    expect(shown.meta.attempts.map(({status}) => status)).toEqual(['interrupted', 'finished']);
  });

  it('is shared by two processes at once, none of which repeats a run of the other', async () => {
    const script = `
      import {runSweep} from '${source('run/runSweep.ts')}';
      const {exitCode} = await runSweep(${JSON.stringify(file)}, {
        runs: ${JSON.stringify(join(folder, 'shared'))}
      });
      process.exitCode = exitCode;`;
    const codes = await Promise.all([startScript(script), startScript(script)]);
    expect(codes.map(({exitCode}) => exitCode)).toEqual([0, 0]);
    expect(await resultBytes('shared')).toEqual(await resultBytes('first'));
    const runs = await listRuns((await sweep('shared', {dryRun: true})).store);
    expect(runs.map(({meta}) => meta.attempts.length)).toEqual([1, 1]);
  });

  it('says what changed since an earlier run', async () => {
    const {plan} = await sweep('first', {dryRun: true, overrides: ['prune.updates=3']});
    expect(plan[0]?.reason).toMatch(/^changed since taylor-s0-[0-9a-f]{10}: settings\.prune\.updates$/);
  });

  it('goes on past a run that fails, names it, and leaves it alone until asked', async () => {
    const overrides = ['prune.lr=1.0e+30'];
    const summary = await sweep('failing', {overrides});
    expect(summary.exitCode).toBe(1);
    expect(summary.failed.map(({error}) => error)).toEqual([
      expect.stringMatching(/^Expected the loss to stay finite/),
      expect.stringMatching(/^Expected the loss to stay finite/)
    ]);
    const [attempt] = summary.plan.map(run => join(run.folder, 'artifacts', 'attempts', '1'));
    const said = await Promise.all(['error.txt', 'stderr.log'].map(name => readFile(join(attempt!, name), 'utf8')));
    expect(said[0]).toContain('Expected the loss to stay finite');
    expect(said[1]).toBe(said[0]);
    expect(await readdir(attempt!)).toEqual(expect.arrayContaining(['stderr.log', 'stdout.log']));
    const again = await sweep('failing', {overrides});
    expect(again.plan[0]?.reason).toMatch(/^failed: Expected the loss to stay finite/);
    expect((await listRuns(again.store)).map(({meta}) => meta.attempts.length)).toEqual([1, 1]);
  });
});

describe('a lone run', () => {
  it('asks for one point where a file describes several', async () => {
    await expect(runOne(file, {runs: join(folder, 'lone'), seeds: [0, 1]})).rejects.toThrow(
      `Expected ${file} to describe one run, got 4. Choose one point by prune.criterion=VALUE --seeds N, or use espalier sweep.`
    );
  });

  it('throws what cannot be done as asked and leaves no folder, but goes down as failed in a sweep', async () => {
    const overrides = ['prune.criterion=taylor', 'prune.until.units=0.0001'];
    const runs = join(folder, 'refused');
    await expect(runOne(file, {runs, overrides})).rejects.toMatchObject({name: 'TargetError'});
    expect(await readdir(join(runs, 'single'))).toEqual([]);
    const summary = await runSweep(file, {runs, overrides});
    expect([summary.exitCode, (await listRuns(summary.store)).map(({status}) => status)]).toEqual([1, ['failed']]);
  });

  it('keeps the record of any other failure', async () => {
    const runs = join(folder, 'diverged');
    const summary = await runOne(file, {runs, overrides: ['prune.criterion=taylor', 'prune.lr=1.0e+30']});
    expect([summary.exitCode, summary.failed.length]).toEqual([1, 1]);
    expect(await readdir(join(runs, 'single'))).toHaveLength(1);
  });

  it('goes to runs/single, and its frozen configuration gives the same run', async () => {
    const runs = join(folder, 'lone');
    const {finished} = await runOne(file, {runs, overrides: ['prune.criterion=taylor']});
    expect(finished[0]?.folder).toContain(join('lone', 'single', 'taylor-s0-'));
    const again = await runOne(join(finished[0]!.folder, 'config.yaml'), {runs});
    expect(again.plan.map(({state, key}) => [state, key])).toEqual([['finished', finished[0]!.key]]);
  });
});
