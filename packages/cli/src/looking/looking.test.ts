import {existsSync} from 'node:fs';
import {appendFile, mkdir, readdir, readFile, rename, rm, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier, type Outcome} from '../testing/espalier.ts';
import {writeMadeUpRun} from '../testing/madeUpRun.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';
import type {StatusDocument, SweepStatus} from './sweepStatus.ts';

let folder: string;
let cache: string;
let runs: string;
beforeAll(async () => {
  ({folder, cache} = await makeWorkFolder());
  runs = join(folder, 'runs');
  await writeFile(join(folder, 'live.yaml'), EXPERIMENT);
  await fillStore();
});

const EXPERIMENT = `# live
dataset: {name: digits, train: 200, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 2, updates: 20, lr: 0.005, until: {units: 0.4}}
seeds: [0, 1]
sweep: {prune.criterion: [taylor, random]}
`;

/** Two settings over three seeds, one of them failed, and what does not belong there. */
async function fillStore(): Promise<void> {
  for (const seed of [0, 1, 2]) {
    for (const lr of [0.1, 0.01]) {
      const failed = seed === 2 && lr === 0.01 && {status: 'failed', error: 'Expected the loss to stay finite.\nat x'};
      const accuracies = [0.9, lr === 0.1 ? 0.8 + seed / 100 : 0.7];
      const settings = {prune: {lr, criterion: 'taylor'}, train: {epochs: 2}};
      const run = {sweep: 'made', id: `taylor-s${seed}-${lr}`, seed, point: {'prune.lr': lr}, settings, accuracies};
      await writeMadeUpRun(runs, {...run, ...failed});
    }
  }
  await mkdir(join(runs, 'made', 'notes'));
  await mkdir(join(runs, 'holiday photos'));
  await writeFile(join(runs, 'made', 'todo.txt'), 'mine');
}

const run = (...args: readonly string[]): Promise<Outcome> =>
  espalier(args, {cwd: folder, env: {ESPALIER_CACHE: cache, ESPALIER_ENGINE: 'auto'}});

async function ok(...args: readonly string[]): Promise<string> {
  const {code, stdout, stderr} = await run(...args);
  expect({args, code, stderr}).toEqual({args, code: 0, stderr: ''});
  return stdout;
}

async function status(sweep: string): Promise<SweepStatus> {
  const {sweeps} = JSON.parse((await run('status', sweep, '--json')).stdout) as StatusDocument;
  return sweeps[0]!;
}

/** As soon as one run has made its first step. */
async function statusUnderWay(sweep: string): Promise<SweepStatus> {
  for (let look = 0; look < 100; look++) {
    const seen = await status(sweep).catch(() => undefined);
    if (seen?.running.some(({step = 0}) => step > 0)) return seen;
  }
  throw new Error(`Expected a run of ${sweep} to be under way, got none.`);
}

describe('runs at rest', () => {
  it('are counted, with what went wrong', async () => {
    expect(await status('made')).toMatchObject({
      total: 6,
      counts: {finished: 5, failed: 1, running: 0},
      failed: [{id: 'taylor-s2-0.01', error: 'Expected the loss to stay finite.'}],
      secondsPerRun: 60,
      commands: {}
    });
    const text = await ok('status');
    expect(text).toMatch(/^sweep +made\nruns +6: 5 finished, 1 failed\na run took +1 min 0 s\n/);
    expect(text).toMatch(/\ntaylor-s2-0\.01 +Expected the loss to stay finite\.\n/);
  });

  it('are listed by status and by settings, swept or not', async () => {
    const ids = async (...args: readonly string[]) => {
      const {runs: listed} = JSON.parse(await ok('ls', '--json', ...args)) as {runs: readonly {id: string}[]};
      return listed.map(({id}) => id);
    };
    expect(await ids('made')).toHaveLength(6);
    expect(await ids('--status', 'failed')).toEqual(['taylor-s2-0.01']);
    expect(await ids('--where', 'lr=0.1', '--where', 'seed<2')).toEqual(['taylor-s0-0.1', 'taylor-s1-0.1']);
    expect(await ids('--where', 'epochs=2', '--where', 'metric>0.805')).toEqual(['taylor-s1-0.1', 'taylor-s2-0.1']);
    expect(await ids('--where', 'epochs=3')).toEqual([]);
  });

  it('are compared setting by setting', async () => {
    const document = JSON.parse(await ok('compare', 'taylor-s0-0.1', 'taylor-s1-0.01', '--json')) as unknown;
    expect(document).toMatchObject({
      format: 'espalier.comparison/1',
      differing: [
        {key: 'prune.lr', values: ['0.1', '0.01']},
        {key: 'seed', values: ['0', '1']}
      ],
      differences: [{metric: 0}, {metric: expect.closeTo(-0.1, 9) as number}]
    });
    const text = await ok('compare', 'taylor-s0-0.1', 'made/taylor-s2-0.01');
    expect(text).toMatch(/^2 settings of 4 differ\./);
    expect(text).toMatch(/test accuracy +80\.00 % +70\.00 % \(−10\.00 pp\)\n/);
  });

  it('are compared by groups over seeds, without an interval for one', async () => {
    const text = await ok('compare', 'made');
    // Mean 0.81 of 0.80, 0.81, 0.82: deviation 0.01, t(0.975, 2) = 4.303, half = 4.303 × 0.01 / √3.
    expect(text).toMatch(/lr=0\.1 +3 +81\.00 % ± 2\.48 \(n = 3\)/);
    expect(text).toMatch(/lr=0\.01 +2 of 3 +70\.00 % ± 0\.00 \(n = 2\)/);
    const {groups} = JSON.parse(await ok('compare', 'made', '--by', 'seed,lr', '--json')) as {
      groups: readonly {estimates: Record<string, object>}[];
    };
    expect(groups).toHaveLength(6);
    expect(groups.map(({estimates}) => estimates['metric'])).toContainEqual({value: 0.8, n: 1});
  });

  it('say what they said', async () => {
    expect(await ok('logs', 'taylor-s0-0.1')).toBe('said\n');
    expect(await ok('logs', 'taylor-s2-0.01', '--stderr')).toBe('Expected the loss to stay finite.\nat x');
    expect(await ok('logs', 'taylor-s0-0.1', '-f')).toBe('said\n');
  });
});

describe('a sweep that is under way', () => {
  it('tells what is done, under way and queued, and ends logs -f with its run', {timeout: 120_000}, async () => {
    const done = run('sweep', 'live.yaml', '-j', '1');
    const seen = await statusUnderWay('live');
    expect(seen.total).toBe(4);
    expect(seen.counts.queued + seen.counts.running + seen.counts.finished).toBe(4);
    expect(seen.counts.queued).toBeGreaterThan(0);
    expect(seen.running[0]).toMatchObject({attempt: 1, at: 'prune', progress: expect.any(Number) as number});
    expect(seen.commands).toEqual({cancel: 'espalier cancel live'});
    const {stdout: listed} = await run('ls', 'live', '--status', 'queued', '--json');
    const [queued] = (JSON.parse(listed) as {runs: readonly {id: string}[]}).runs.slice(-1);
    const early = await run('logs', queued?.id ?? '');
    expect(early.stderr).toBe(
      `espalier: Expected a run that has begun, got ${queued?.id ?? ''}, which is queued. -f waits for it.\n`
    );
    const followed = await run('logs', queued?.id ?? '', '-f');
    expect(followed).toMatchObject({code: 0, stderr: `${queued?.id ?? ''} is queued.\n`});
    const whole = await readFile(join(runs, 'live', queued?.id ?? '', 'stdout.log'), 'utf8');
    expect(followed.stdout).toBe(whole);
    expect(whole).toMatch(/\nstep \d+: /);
    expect((await done).code).toBe(0);
    expect((await status('live')).counts).toMatchObject({finished: 4, queued: 0, 'not begun': 0});
  });

  it('has runs that have not begun, and says how to go on, when it was stopped', {timeout: 60_000}, async () => {
    const stop = {signal: 'SIGKILL', when: /\[1\/4\].*\n/} as const;
    await espalier(['sweep', 'live.yaml', '--name', 'killed'], {cwd: folder, env: {ESPALIER_CACHE: cache}, stop});
    const seen = await status('killed');
    expect(seen.total).toBe(4);
    expect(seen.counts['not begun']).toBeGreaterThanOrEqual(2);
    expect(seen.counts.queued + seen.counts.running).toBeLessThanOrEqual(1);
    await expect.poll(async () => (await status('killed')).commands).toEqual({resume: 'espalier resume killed'});
  });
});

describe('gc', () => {
  it('says what it would remove, removes it, and leaves what is finished', async () => {
    const stage = join(runs, '.stages', `base-${'0'.repeat(32)}`);
    await mkdir(stage, {recursive: true});
    await writeFile(join(stage, 'stage.json'), '12345');
    expect(await ok('gc', '-n')).toBe('Nothing to remove.\n');
    for (const path of [join(stage, 'stage.json'), stage]) await utimes(path, 1e9, 1e9);
    expect(await ok('gc', '--older-than', '30d', '-n')).toMatch(/\n\nWould remove 1 thing, 5 B\.\n$/);
    expect(existsSync(stage)).toBe(true);
    const document = JSON.parse(await ok('gc', '--json')) as unknown;
    expect(document).toMatchObject({format: 'espalier.gc/1', bytes: 5, removed: [{kind: 'stage', path: stage}]});
    expect(existsSync(stage)).toBe(false);
    expect((await readdir(join(runs, 'made'))).length).toBe(8);
  });
});

describe('a log that is cut back or replaced', () => {
  it('is followed from its beginning', {timeout: 30_000}, async () => {
    const log = join(folder, 'some.log');
    await writeFile(log, 'one\n');
    const script = `
      import {followLog} from ${JSON.stringify(new URL('../../dist/looking/followLog.js', import.meta.url).href)};
      import {existsSync} from 'node:fs';
      await followLog(${JSON.stringify(log)}, {pause: 20, isOver: async () => existsSync(${JSON.stringify(`${log}.end`)})});`;
    const {spawn} = await import('node:child_process');
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit']
    });
    let said = '';
    child.stdout.on('data', chunk => (said += String(chunk)));
    const hears = (text: string) => expect.poll(() => said, {timeout: 10_000}).toBe(text);
    await hears('one\n');
    await appendFile(log, 'two\n');
    await hears('one\ntwo\n');
    await writeFile(`${log}.new`, 'three\n');
    await rename(`${log}.new`, log);
    await hears('one\ntwo\nthree\n');
    await rm(log);
    await writeFile(log, 'f\n');
    await hears('one\ntwo\nthree\nf\n');
    await appendFile(log, 'last');
    await writeFile(`${log}.end`, '');
    await hears('one\ntwo\nthree\nf\nlast');
  });
});
