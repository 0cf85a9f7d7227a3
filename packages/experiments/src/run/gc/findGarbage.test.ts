import {mkdir, mkdtemp, readdir, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, it} from 'vitest';
import {openRunStore, type RunStore} from '../../runs/runStore.ts';
import {withLease} from '../../runs/lease.ts';
import {findGarbage} from './findGarbage.ts';

let store: RunStore;
beforeEach(async () => {
  store = openRunStore(join(await mkdtemp(join(tmpdir(), 'espalier-gc-')), 'runs'));
});

const key = (kind: string, digit: string) => `${kind}-${digit.repeat(32)}`;

async function put(path: string, text: string | object = ''): Promise<void> {
  await mkdir(join(store.root, path, '..'), {recursive: true});
  await writeFile(join(store.root, path), typeof text === 'string' ? text : JSON.stringify(text));
}

const meta = (status: string, stages = {}) => ({
  ...{format: 'espalier.meta/1', key: 'k', seed: 0, point: {}, status, stages},
  ...{created: '2026-01-01T00:00:00Z', heartbeat: '2026-01-01T00:00:00Z', attempts: []}
});

/** Kinds and names of what is found; all of it is removed where that is wanted. */
async function find({olderThanSeconds = 0, checkpoints = false, remove = false} = {}) {
  const {garbage, kept} = await findGarbage(store, {olderThanSeconds, checkpoints});
  if (remove) for (const one of garbage) expect(await one.remove()).toBe(true);
  const names = garbage.map(({kind, path}) => `${kind} ${path.slice(store.root.length + 1)}`);
  return {names, kept, bytes: garbage.reduce((sum, {bytes}) => sum + bytes, 0)};
}

it('finds stages that no run names, and what is left of their making, and nothing that is not ours', async () => {
  await put('s/a/meta.json', meta('finished', {base: key('base', 'a')}));
  await put('s/a/result.json', {});
  for (const digit of ['a', 'b']) await put(`.stages/${key('base', digit)}/stage.json`, '12345');
  await put(`.stages/.making-${key('oracle', 'c')}/partial.json`, '123');
  await put('.stages/mine/stage.json');
  const {names, bytes} = await find({remove: true});
  expect(names).toEqual([
    `unfinished stage .stages/.making-${key('oracle', 'c')}`,
    `stage .stages/${key('base', 'b')}`
  ]);
  expect(bytes).toBe(8);
  expect((await readdir(store.stages)).toSorted()).toEqual([key('base', 'a'), 'mine']);
});

it('keeps what is young, and stages that somebody makes', async () => {
  await put(`.stages/${key('base', 'a')}/stage.json`);
  expect((await find({olderThanSeconds: 60})).names).toEqual([]);
  await utimes(join(store.stages, key('base', 'a'), 'stage.json'), 0, 0);
  await utimes(join(store.stages, key('base', 'a')), 0, 0);
  expect((await find({olderThanSeconds: 60})).names).toHaveLength(1);
  const {garbage} = await findGarbage(store, {olderThanSeconds: 60});
  const lease = join(store.stages, `.lease-${key('base', 'a')}.json`);
  await withLease(lease, async () => {
    expect(await garbage[0]?.remove()).toBe(false);
  });
  expect(await garbage[0]?.remove()).toBe(true);
});

it('keeps all stages while a run cannot be read', async () => {
  await put('s/a/meta.json', {format: 'espalier.meta/9'});
  await put(`.stages/${key('base', 'a')}/stage.json`);
  const {names, kept} = await find();
  expect(names).toEqual([]);
  expect(kept[0]).toMatch(/^All stages are kept: .*got espalier\.meta\/9\. A newer espalier made it: use that one\.$/);
});

it('takes checkpoints of finished runs, on request of failed ones, never of interrupted ones', async () => {
  for (const status of ['finished', 'failed', 'interrupted']) {
    await put(`s/${status}/meta.json`, meta(status));
    await put(`s/${status}/artifacts/attempts/1/checkpoint`, '1234');
  }
  await put('s/finished/result.json', {});
  expect((await find()).names).toEqual(['checkpoint s/finished/artifacts/attempts/1/checkpoint']);
  expect((await find({checkpoints: true, remove: true})).names).toEqual([
    'checkpoint s/failed/artifacts/attempts/1/checkpoint',
    'checkpoint s/finished/artifacts/attempts/1/checkpoint'
  ]);
  expect((await find({checkpoints: true})).names).toEqual([]);
});

it('keeps the newest submission of a sweep that has runs', async () => {
  const submission = (id: string, number: number) => ({
    ...{format: 'espalier.submission/1', id, number, sweep: 's', runs: 0},
    launcher: {kind: 'local', host: 'elsewhere', pid: 1}
  });
  await put('s/a/meta.json', meta('interrupted'));
  await put('.sweeps/s/old/submission.json', submission('old', 1));
  await put('.sweeps/s/new/submission.json', submission('new', 2));
  await put('.sweeps/s/future/submission.json', {...submission('future', 3), format: 'espalier.submission/7'});
  await put('.sweeps/gone/new/submission.json', {...submission('new', 1), sweep: 'gone'});
  await put('.index/gone.jsonl');
  await put('.index/s.jsonl');
  await put('s/a/result.json.12-0123abcd.tmp');
  expect((await find({remove: true})).names).toEqual([
    'submission .sweeps/gone',
    'submission .sweeps/s/old',
    'index .index/gone.jsonl',
    'temporary file s/a/result.json.12-0123abcd.tmp'
  ]);
  expect(await readdir(join(store.root, '.sweeps', 's'))).toEqual(['future', 'new']);
});
