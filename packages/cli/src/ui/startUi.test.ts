import {mkdir, mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises';
import {get, request as httpRequest, type OutgoingHttpHeaders} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {
  CompareDocument,
  CurvesDocument,
  GroupsDocument,
  HistoryDocument,
  LogDocument,
  RunDocument,
  RunsDocument,
  SweepsDocument
} from '@espalier/reports/explore';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {writeMadeUpRun} from '../testing/madeUpRun.ts';
import {startUi, type Ui} from './startUi.ts';

let folder: string;
let root: string;
let ui: Ui;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-ui-'));
  root = join(folder, 'runs');
  for (const seed of [0, 1, 2]) {
    for (const criterion of ['taylor', 'random']) {
      const point = {'prune.criterion': criterion};
      const settings = {prune: {criterion, lr: 0.1 * (seed + 1), updates: 5}, dataset: {name: 'digits'}};
      const last = criterion === 'taylor' ? [0.8, 0.81, 0.82][seed]! : 0.5;
      const id = `${criterion}-s${seed}`;
      await writeMadeUpRun(root, {sweep: 'study', id, seed, point, settings, accuracies: [0.9, 0.85, last]});
    }
  }
  await writeMadeUpRun(root, {
    sweep: 'study',
    id: 'failed-s0',
    status: 'failed',
    error: 'out of memory',
    accuracies: []
  });
  await writeMadeUpRun(root, {sweep: 'other', id: 'cut-s0', status: 'interrupted', accuracies: [0.9, 0.7]});
  await breakSome();
  ui = await startUi({runs: root});
});

afterAll(async () => {
  await ui.close();
  await rm(folder, {recursive: true});
});

/** What a store of somebody's may hold besides good runs. */
async function breakSome(): Promise<void> {
  await mkdir(join(root, 'study', 'torn-s0'));
  await writeFile(join(root, 'study', 'torn-s0', 'meta.json'), '{"format": "espalier.meta/1", "id"');
  await mkdir(join(root, 'study', 'hollow-s0'));
  await writeFile(join(root, 'study', 'hollow-s0', 'meta.json'), '{"format": "espalier.meta/1"}');
  await mkdir(join(root, 'study', 'notes'));
  await writeFile(join(root, 'study', 'notes', 'mine.txt'), 'mine');
  await writeFile(join(root, 'a-file'), 'foreign');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(root, 'study', 'taylor-s0', 'link.txt'));
  await symlink(folder, join(root, 'study', 'taylor-s0', 'up'));
  await mkdir(join(root, 'study', 'report'));
  await writeFile(join(root, 'study', 'report', 'report.html'), '<script>alert(1)</script>');
  await mkdir(join(root, '.stages', 'base-1'), {recursive: true});
  await writeFile(join(root, '.stages', 'base-1', 'stage.json'), '{}');
  const removed = [{group: 'conv2', index: 1, original: 3, score: 0.25, rank: 0}];
  await writeFile(join(root, 'study', 'taylor-s0', 'history.jsonl'), `${JSON.stringify({step: 1, removed})}\n{"torn`);
  await writeFile(join(root, 'other', 'cut-s0', 'metrics.jsonl'), 'no JSON\n{"step": 0, "testAccuracy": "NaN"}\n{"st');
}

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** As `fetch`, which mends paths and the Host header by itself. */
function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET', base = ui.url): Promise<Got> {
  const {port} = new URL(base);
  return new Promise((resolve, reject) => {
    const request = httpRequest({host: '127.0.0.1', port, path, method, headers}, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', chunk => (text += String(chunk)));
      response.on('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, text}));
    });
    request.once('error', reject);
    request.end();
  });
}

async function json<T>(path: string): Promise<T> {
  const {status, text} = await ask(path);
  expect(text).not.toBe('');
  expect(status).toBe(200);
  return JSON.parse(text) as T;
}

describe('who may ask', () => {
  it('is this machine by its own names alone', async () => {
    for (const host of ['localhost:9', '127.0.0.1', '[::1]:80', 'LOCALHOST'])
      expect((await ask('/api/sweeps', {host})).status).toBe(200);
    for (const host of ['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil', '10.0.0.1']) {
      const {status, text} = await ask('/api/sweeps', {host});
      expect(status).toBe(403);
      expect(text).toContain(`got \\"${host}\\"`);
      expect(text).not.toContain('study');
    }
  });

  it('listens on the loopback address', () => {
    expect(new URL(ui.url).hostname).toBe('127.0.0.1');
  });

  it('may only read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const {status, headers} = await ask('/api/sweeps', {origin: 'http://evil.example'}, method);
      expect(status).toBe(405);
      expect(headers['allow']).toBe('GET');
    }
  });

  it('is never another site', async () => {
    const {headers} = await ask('/api/sweeps', {origin: 'http://evil.example'});
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([]);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  });
});

describe('files', () => {
  it('of runs and reports are served, and nothing in them is run', async () => {
    expect((await ask('/files/study/taylor-s0/config.yaml')).text).toBe('# made up\n');
    const {headers, text} = await ask('/files/study/report/report.html');
    expect(text).toContain('<script>');
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    const weights = join(root, 'study', 'taylor-s0', 'weights.bin');
    await writeFile(weights, 'bytes');
    expect((await ask('/files/study/taylor-s0/weights.bin')).headers['content-disposition']).toBe('attachment');
  });

  it('outside of the store are not', async () => {
    const paths = [
      '/files/../secret.txt',
      '/files/study/../../secret.txt',
      '/files/study/taylor-s0/%2e%2e/%2e%2e/%2e%2e/secret.txt',
      '/files/study/taylor-s0/..%2f..%2f..%2fsecret.txt',
      '/files/study/taylor-s0/link.txt',
      '/files/study/taylor-s0/up/secret.txt',
      '/files//etc/passwd',
      '/files/%2fetc%2fpasswd',
      '/files/study/taylor-s0/config.yaml%00.txt',
      '/files/.stages/base-1/stage.json',
      '/files/a-file',
      '/files/study/taylor-s0',
      '/files/study/taylor-s0/none.txt',
      '/../secret.txt',
      '/main.js/../../package.json'
    ];
    for (const path of paths) {
      const {status, text} = await ask(path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).not.toContain('secret\n');
      expect(text).not.toContain('root:');
    }
    expect((await ask('/files/%E0%A4%A')).status).toBe(400);
  });
});

describe('answers', () => {
  it('tell of sweeps, and of folders that cannot be read', async () => {
    const {sweeps, exists, notices} = await json<SweepsDocument>('/api/sweeps');
    expect(exists).toBe(true);
    const study = sweeps.find(({name}) => name === 'study');
    expect(study).toMatchObject({
      total: 7,
      counts: {finished: 6, failed: 1},
      best: {id: 'taylor-s2', value: 0.82},
      report: '/files/study/report/report.html'
    });
    for (const id of ['hollow-s0', 'torn-s0'])
      expect(notices.filter(notice => notice.includes(join(root, 'study', id)))).toHaveLength(1);
    expect(notices).toHaveLength(2);
    expect(sweeps.map(({name}) => name).toSorted()).toEqual(['other', 'study']);
  });

  it('list, filter, sort and page runs', async () => {
    const all = await json<RunsDocument>('/api/runs?sort=run&count=3&from=6');
    expect(all).toMatchObject({total: 8, matched: 8, from: 6});
    expect(all.rows.map(({id}) => id)).toEqual(['taylor-s1', 'taylor-s2']);
    const best = await json<RunsDocument>('/api/runs?sweep=study&q=criterion%3Dtaylor+seed%3E0&sort=-metric');
    expect(best.rows.map(({id}) => id)).toEqual(['taylor-s2', 'taylor-s1']);
    const failed = await json<RunsDocument>('/api/runs?status=failed');
    expect(failed.rows).toMatchObject([{id: 'failed-s0', error: 'out of memory'}]);
    const unswept = await json<RunsDocument>('/api/runs?q=prune.lr%3C0.15+dataset.name%3Ddigits');
    expect(unswept.rows.map(({id}) => id).toSorted()).toEqual(['random-s0', 'taylor-s0']);
    expect((await json<RunsDocument>('/api/runs?q=nokey%3D1')).unknownKeys).toEqual(['nokey']);
    expect(await ask('/api/runs?from=-1')).toMatchObject({status: 400});
  });

  it('show how far an unfinished run has come, whatever its file holds', async () => {
    const {rows} = await json<RunsDocument>('/api/runs?sweep=other');
    expect(rows).toMatchObject([{id: 'cut-s0', status: 'interrupted', soFar: true}]);
    expect(rows[0]).not.toHaveProperty('testAccuracy');
    const run = await json<RunDocument>('/api/run?sweep=other&id=cut-s0');
    expect(run).toMatchObject({brokenLines: 1, metrics: [{step: 0, testAccuracy: 'NaN'}]});
  });

  it('average over seeds with t intervals', async () => {
    const {groups, by} = await json<GroupsDocument>('/api/groups?sweep=study&q=criterion%3D*');
    expect(by).toEqual(['prune.criterion']);
    expect(groups.map(({label, runs}) => [label, runs])).toEqual([
      ['taylor', 3],
      ['random', 3]
    ]);
    // 0.80, 0.81, 0.82: mean 0.81, deviation 0.01, t(0.975; 2) = 4.302653: half width 0.0248414
    const {metric} = groups[0]?.estimates ?? {};
    expect(metric?.value).toBeCloseTo(0.81, 10);
    expect(metric?.low).toBeCloseTo(0.81 - 0.0248414, 6);
    expect(metric?.n).toBe(3);
    const bySetting = await json<GroupsDocument>('/api/groups?sweep=study&by=prune.updates&status=finished');
    expect(bySetting.groups).toMatchObject([{label: 'updates=5', runs: 6, pooled: ['prune.criterion']}]);
    expect(bySetting.groups[0]?.estimates.metric?.n).toBe(3);
  });

  it('draw curves of groups, and of single runs', async () => {
    const {series, x, y} = await json<CurvesDocument>('/api/curves?sweep=study&status=finished');
    expect([x, y]).toEqual(['flops', 'testAccuracy']);
    expect(series.map(({label, runs}) => [label, runs.length])).toEqual([
      ['taylor', 3],
      ['random', 3]
    ]);
    expect(series[0]?.runs[0]?.points).toEqual([
      [1, 0.9],
      [0.9, 0.85],
      [0.8, 0.8]
    ]);
    const [end] = series[0]?.mean ?? [];
    expect(end?.x).toBeCloseTo(0.8, 10);
    expect(end?.value).toBeCloseTo(0.81, 10);
    const named = await json<CurvesDocument>(
      '/api/curves?run=study%2Ftaylor-s0&run=study%2Frandom-s1&by=run&x=updates'
    );
    expect(named.series.map(({label}) => label)).toEqual(['taylor-s0', 'random-s1']);
    expect(named.series[0]?.mean.map(point => point.x)).toEqual([0, 10, 20]);
    expect((await ask('/api/curves?x=nonsense')).text).toContain('Expected x to be one of flops');
  });

  it('compare runs by what differs', async () => {
    const path = '/api/compare?run=study%2Ftaylor-s0&run=study%2Frandom-s1&run=study%2Fnone';
    const {runs, missing, differing, same} = await json<CompareDocument>(path);
    expect(runs.map(({id}) => id)).toEqual(['taylor-s0', 'random-s1']);
    expect(missing).toEqual(['study/none']);
    expect(differing).toEqual([
      {key: 'prune.criterion', values: ['taylor', 'random']},
      {key: 'prune.lr', values: ['0.1', '0.2']},
      {key: 'seed', values: ['0', '1']}
    ]);
    expect(same).toBe(2);
  });

  it('tell everything of a run, its removed units and its logs', async () => {
    const run = await json<RunDocument>('/api/run?sweep=study&id=taylor-s0');
    expect(run).toMatchObject({config: '# made up\n', brokenLines: 0, run: {metric: 0.8, seconds: 60}});
    expect(run.files.map(({path}) => path)).toContain('metrics.jsonl');
    expect(run.files.map(({path}) => path)).not.toContain('link.txt');
    const {removed} = await json<HistoryDocument>('/api/history?sweep=study&id=taylor-s0');
    expect(removed).toEqual([{step: 1, group: 'conv2', unit: 3, score: 0.25, rank: 0}]);
    expect(await json<LogDocument>('/api/log?sweep=study&id=taylor-s0')).toMatchObject({text: 'said\n', skipped: 0});
    expect((await json<LogDocument>('/api/log?sweep=study&id=taylor-s0&attempt=7')).text).toBe('');
    for (const query of ['attempt=..%2F..', 'stream=meta.json', 'stream=..%2Fmeta'])
      expect((await ask(`/api/log?sweep=study&id=taylor-s0&${query}`)).status).toBe(400);
    for (const id of ['none', '..', '../study/taylor-s0', 'notes'])
      expect((await ask(`/api/run?sweep=study&id=${encodeURIComponent(id)}`)).status).toBe(404);
  });

  it('send the end of a long log from the beginning of a line', async () => {
    const line = `${'x'.repeat(99)}\n`;
    await writeFile(join(root, 'study', 'taylor-s1', 'stdout.log'), `${line.repeat(2000)}last\n`);
    const {text, skipped} = await json<LogDocument>('/api/log?sweep=study&id=taylor-s1');
    expect(text.length).toBeLessThanOrEqual(64 * 1024);
    expect(text.startsWith(line)).toBe(true);
    expect(text.endsWith('last\n')).toBe(true);
    expect(skipped + text.length).toBe(2000 * 100 + 5);
  });

  it('are not sent again while nothing is new', async () => {
    const first = await ask('/api/sweeps');
    const etag = String(first.headers['etag']);
    expect(await ask('/api/sweeps', {'if-none-match': etag})).toMatchObject({status: 304, text: ''});
  });

  it('leave the store as it is', async () => {
    const before = await readdir(root, {recursive: true});
    for (const path of ['sweeps', 'runs', 'groups', 'curves']) await ask(`/api/${path}`);
    expect((await readdir(root, {recursive: true})).toSorted()).toEqual(before.toSorted());
  });
});

it('serves its page', async () => {
  const {text, headers} = await ask('/');
  expect(text).toContain('<script type="module" src="/main.js">');
  expect(text).not.toMatch(/<script>|style=|\son\w+=/);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect((await ask('/main.js')).text.length).toBeGreaterThan(10_000);
  expect((await ask('/nothing')).status).toBe(404);
});

it('shows runs that come to be later, and makes no folder for it', async () => {
  const later = join(folder, 'later');
  const other = await startUi({runs: later});
  const sweeps = async () => JSON.parse((await ask('/api/sweeps', {}, 'GET', other.url)).text) as SweepsDocument;
  expect(await sweeps()).toMatchObject({exists: false, sweeps: []});
  expect(await readdir(folder)).not.toContain('later');
  await writeMadeUpRun(later, {sweep: 'first', id: 'run-s0'});
  await expect.poll(async () => (await sweeps()).sweeps.map(({name}) => name), {timeout: 10_000}).toEqual(['first']);
  await other.close();
});

it('refuses a port that is taken', async () => {
  const port = Number(new URL(ui.url).port);
  await expect(startUi({runs: root, port})).rejects.toThrow(
    `Expected --port to be a free port, got ${port}, one that is in use. Leave it out for a free one.`
  );
});

it('closes though a browser keeps its connection open', async () => {
  const own = await startUi({runs: root});
  const response = await new Promise(resolve => get(own.url, {headers: {connection: 'keep-alive'}}, resolve));
  expect(response).toBeDefined();
  await own.close();
  await expect(ask('/', {}, 'GET', own.url)).rejects.toThrow('ECONNREFUSED');
});
