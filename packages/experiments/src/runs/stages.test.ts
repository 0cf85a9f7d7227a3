import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeEach, expect, it} from 'vitest';
import {source, startScript} from '../testing/startScript.ts';
import {readLines} from './lines.ts';
import {openRunStore, type RunStore} from './runStore.ts';
import {ensureStage, sweepOutStages} from './stages.ts';

let root: string;
let store: RunStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  store = openRunStore(join(root, 'runs'));
});

/** A process that makes the stage `slow` and notes in `log.jsonl` each time it begins to. */
function slowProcess(milliseconds: number, resumable = false) {
  return startScript(`
    import {appendFile, readdir, writeFile} from 'node:fs/promises';
    import {ensureStage} from '${source('runs/stages.ts')}';
    import {openRunStore} from '${source('runs/runStore.ts')}';
    const stage = await ensureStage(openRunStore(${JSON.stringify(join(root, 'runs'))}), {
      kind: 'base',
      inputs: {slow: true},
      resumable: ${resumable},
      make: async folder => {
        const found = await readdir(folder);
        await appendFile(${JSON.stringify(join(root, 'log.jsonl'))}, JSON.stringify({begin: process.pid, found}) + '\\n');
        await writeFile(folder + '/half', 'text');
        await new Promise(done => setTimeout(done, ${milliseconds}));
        await writeFile(folder + '/whole', 'text');
      }
    });
    console.log(stage.made ? 'made' : 'found');
  `);
}

async function beginnings(): Promise<readonly {begin: number; found: string[]}[]> {
  return (await readLines(join(root, 'log.jsonl'))) as {begin: number; found: string[]}[];
}

async function untilBegun(count: number): Promise<void> {
  while ((await beginnings()).length < count) await sleep(20);
}

it('makes a stage once and finds it afterwards', async () => {
  let made = 0;
  const options = {
    kind: 'oracle' as const,
    inputs: {b: 1, a: 2},
    make: () => {
      made++;
      return Promise.resolve();
    }
  };
  const first = await ensureStage(store, options);
  const second = await ensureStage(store, {...options, inputs: {a: 2, b: 1}});
  expect([first.made, second.made, made]).toEqual([true, false, 1]);
  expect(second.folder).toBe(first.folder);
  expect(JSON.parse(await readFile(join(first.folder, 'stage.json'), 'utf8'))).toEqual({
    format: 'espalier.stage/1',
    key: first.key,
    kind: 'oracle',
    inputs: {a: 2, b: 1}
  });
});

it('leaves no stage behind when making it fails', async () => {
  const make = () => Promise.reject(new Error('no luck'));
  await expect(ensureStage(store, {kind: 'base', inputs: {}, make})).rejects.toThrow('no luck');
  expect((await readdir(store.stages)).filter(name => !name.startsWith('.'))).toEqual([]);
});

it('is made once by two processes at once', async () => {
  const results = await Promise.all([slowProcess(500), slowProcess(500)]);
  expect(results.map(({all}) => all).toSorted()).toEqual(['found', 'made']);
  expect(await beginnings()).toHaveLength(1);
});

it('is made by the next process when the first is killed, from an empty folder', async () => {
  const first = slowProcess(60_000);
  await untilBegun(1);
  const second = slowProcess(0);
  await sleep(100);
  first.kill('SIGKILL');
  expect((await second).all).toBe('made');
  expect((await beginnings()).map(({found}) => found)).toEqual([[], []]);
  expect(await readdir(store.stages)).toHaveLength(1);
});

it('goes on with what a killed process left where it says so', async () => {
  const first = slowProcess(60_000, true);
  await untilBegun(1);
  first.kill('SIGKILL');
  await first;
  expect((await slowProcess(0, true)).all).toBe('made');
  expect((await beginnings()).map(({found}) => found)).toEqual([[], ['half']]);
});

it('leaves nothing of makers that died before they wrote anything, and lets others be', async () => {
  const atWork = slowProcess(60_000);
  await untilBegun(1);
  const held = (await readdir(store.stages)).find(name => name.startsWith('.making-')) ?? '';
  while ((await readdir(join(store.stages, held))).length === 0) await sleep(20);
  await rm(join(store.stages, held, 'half'));
  for (const name of ['.making-base-dead', '.making-oracle-half']) await mkdir(join(store.stages, name));
  await writeFile(join(store.stages, '.making-oracle-half', 'partial.json'), '{}');
  await sweepOutStages(store);
  const lease = `${held.replace('.making-', '.lease-')}.json`;
  expect((await readdir(store.stages)).toSorted()).toEqual([lease, held, '.making-oracle-half'].toSorted());
  atWork.kill('SIGKILL');
  await atWork;
  await sweepOutStages(store);
  expect(await readdir(store.stages)).toEqual(['.making-oracle-half']);
});
