import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, it} from 'vitest';
import {atWork, isAtWork} from '../runs/presence.ts';
import {findRunStore, openRunStore, type RunStore} from '../runs/runStore.ts';
import {sweepFolder} from '../runs/submission.ts';
import {listWaiting} from './listWaiting.ts';

let store: RunStore;
beforeEach(async () => {
  store = openRunStore(join(await mkdtemp(join(tmpdir(), 'espalier-waiting-')), 'runs'));
});

async function submit(ids: readonly string[], launcher: object): Promise<void> {
  const folder = join(sweepFolder(store, 's'), '0123456789ab');
  await mkdir(folder, {recursive: true});
  const lines = ids.map((id, seed) =>
    JSON.stringify({key: `${id}key`, id, config: {seed, point: {a: seed}}, digests: {}})
  );
  await writeFile(join(folder, 'runs.jsonl'), lines.map(line => `${line}\n`).join(''));
  const submission = {format: 'espalier.submission/1', number: 1, id: '0123456789ab', sweep: 's', launcher};
  await writeFile(join(folder, 'submission.json'), JSON.stringify({...submission, submitted: '2026-01-01T00:00:00Z'}));
}

const here = () => ({kind: 'local', host: hostname(), pid: process.pid}) as const;

it('lists what was submitted and has not begun, in its order', async () => {
  await submit(['b', 'a', 'c'], here());
  const waiting = await listWaiting(store, 's', [{id: 'a', status: 'finished'}]);
  expect(waiting?.runs.map(({id, status, meta}) => [id, status, meta.seed, meta.point])).toEqual([
    ['b', 'queued', 0, {a: 0}],
    ['c', 'queued', 2, {a: 2}]
  ]);
  expect(waiting?.atWork).toBe(false);
  expect(await listWaiting(store, 'other', [])).toBeUndefined();
});

it('knows that somebody is at work by a run under way, or by the process that it was submitted to', async () => {
  await submit(['a', 'b'], here());
  expect((await listWaiting(store, 's', [{id: 'a', status: 'running'}]))?.atWork).toBe(true);
  const folder = sweepFolder(store, 's');
  await atWork(folder, async () => {
    expect((await listWaiting(store, 's', []))?.atWork).toBe(true);
    expect(await isAtWork(folder, {...here(), pid: process.pid + 1})).toBe(false);
    expect(await isAtWork(folder, {...here(), host: 'elsewhere'})).toBe(false);
    expect(await isAtWork(`${folder}x`, here())).toBe(false);
    // The same process at it twice does not wait for itself.
    expect(await atWork(folder, () => Promise.resolve('done'))).toBe('done');
  });
  expect(await isAtWork(folder, here())).toBe(false);
});

it('names a damaged submission', async () => {
  await submit(['a'], here());
  const file = join(sweepFolder(store, 's'), '0123456789ab', 'runs.jsonl');
  await writeFile(file, '{"key":"k","id":\n');
  await expect(listWaiting(store, 's', [])).rejects.toThrow(
    `Expected the frozen runs in ${file} to be readable, got a damaged file. Sweep again.`
  );
});

it('finds no store where there is none, and makes none', () => {
  expect(findRunStore(join(store.root, 'nowhere'))).toBeUndefined();
  expect(findRunStore(store.root)?.root).toBe(store.root);
});
