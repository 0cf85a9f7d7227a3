import {mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeEach, describe, expect, it} from 'vitest';
import {openRunStore, type RunStore} from './runStore.ts';
import {readSummaries} from './readSummaries.ts';

const COUNT = 120;
// Longer than files may change unseen.
const SETTLE = 2100;

let store: RunStore;
beforeEach(() => {
  store = openRunStore(mkdtempSync(join(tmpdir(), 'espalier-test-')));
});

function write(id: string, value?: number): string {
  const folder = store.runFolder('study', id);
  mkdirSync(folder, {recursive: true});
  const meta = {
    format: 'espalier.meta/1',
    id,
    key: `key of ${id}`,
    seed: 0,
    point: {},
    status: 'finished',
    created: '2026-01-01T00:00:00Z',
    attempts: []
  };
  writeFileSync(join(folder, 'meta.json'), JSON.stringify({...meta, inputs: {settings: 'long'}}));
  if (value !== undefined) writeFileSync(join(folder, 'result.json'), JSON.stringify({metric: {value}}));
  return folder;
}

async function values(): Promise<readonly (number | undefined)[]> {
  return [...(await readSummaries(store, 'study')).values()].map(({result}) => result?.metric.value);
}

const indexFile = () => join(store.root, '.index', 'study.jsonl');

describe('summaries of a sweep', () => {
  it('leave out what lists do not ask for, and folders that hold no run', async () => {
    write('one', 1);
    write('two');
    mkdirSync(join(store.root, 'study', 'report'));
    const summaries = await readSummaries(store, 'study');
    expect([...summaries.keys()]).toEqual(['one', 'two']);
    expect(summaries.get('one')?.meta).not.toHaveProperty('inputs');
    expect(summaries.get('two')).not.toHaveProperty('result');
  });

  it('are none where there is no sweep', async () => {
    expect([...(await readSummaries(store, 'nowhere'))]).toEqual([]);
  });

  it('take no file for settled that was changed a moment ago', async () => {
    for (let i = 0; i < COUNT; i++) write(String(1000 + i), i);
    await values();
    expect(() => readFileSync(indexFile())).toThrow('ENOENT');
  });
});

describe('the index of a sweep', () => {
  it('is believed only for files that are as they were: edited, replaced, deleted and new ones are seen', async () => {
    const folders = Array.from({length: COUNT}, (_, i) => write(String(1000 + i), i));
    await sleep(SETTLE);
    expect(await values()).toEqual(folders.map((_, i) => i));
    expect(readFileSync(indexFile(), 'utf8')).toContain('espalier.index/1');
    const times = new Date(0);
    const edited = join(folders[3]!, 'result.json');
    utimesSync(edited, times, times);
    // In place, of the same size and with an old time of modification.
    writeFileSync(edited, JSON.stringify({metric: {value: 7}}));
    utimesSync(edited, times, times);
    rmSync(folders[0]!, {recursive: true});
    rmSync(join(folders[1]!, 'result.json'));
    write('2000', 5);
    const now = await values();
    expect(now).toEqual([undefined, 2, 7, ...folders.map((_, i) => i).slice(4), 5]);
  });

  it('can be lost or damaged without a difference', async () => {
    const folders = Array.from({length: COUNT}, (_, i) => write(String(1000 + i), i));
    await sleep(SETTLE);
    const first = await values();
    for (const text of ['', '{"format":"espalier.index/1"}\n["1000","st', '{"format":"other/1"}\n', 'null\n', '\n\n']) {
      writeFileSync(indexFile(), text);
      expect(await values()).toEqual(first);
    }
    rmSync(join(store.root, '.index'), {recursive: true});
    expect(await values()).toEqual(folders.map((_, i) => i));
  });

  it('is what speaks for a run: a row that is right is not read again', async () => {
    Array.from({length: COUNT}, (_, i) => write(String(1000 + i), i));
    await sleep(SETTLE);
    await values();
    writeFileSync(indexFile(), readFileSync(indexFile(), 'utf8').replace('{"value":3}', '{"value":33}'));
    expect((await values())[3]).toBe(33);
  });
});
