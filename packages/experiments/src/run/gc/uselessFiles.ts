import {existsSync, readdirSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunStore} from '../../runs/runStore.ts';
import type {ListedRun} from '../listRuns.ts';
import type {Garbage} from './garbage.ts';
import {sizeAndAge} from './sizeAndAge.ts';

/** Indexes of sweeps that are gone, and files that killed processes were about to rename. */
export function uselessFiles(
  store: RunStore,
  {runs, isOld}: {readonly runs: readonly ListedRun[]; readonly isOld: (changed: number) => boolean}
): readonly Garbage[] {
  const found: Garbage[] = [];
  const add = (kind: Garbage['kind'], path: string, reason: string) => {
    const {bytes, changed} = sizeAndAge(path);
    const remove = () => rm(path, {recursive: true, force: true}).then(() => true);
    if (isOld(changed)) found.push({kind, path, bytes, reason, remove});
  };
  for (const name of namesIn(join(store.root, '.index'))) {
    const sweep = name.replace(/\.jsonl$/, '');
    const isGone = name.endsWith('.jsonl') && !existsSync(join(store.root, sweep));
    if (isGone) add('index', join(store.root, '.index', name), 'its sweep is gone');
  }
  // Who is at a run may be about to rename.
  const resting = runs.filter(({status}) => status !== 'running').map(({folder}) => folder);
  const places = [store.root, ...['.index', '.stages'].map(name => join(store.root, name))];
  for (const place of places) addTemporary(place, namesIn(place));
  for (const folder of [join(store.root, '.sweeps'), ...resting])
    addTemporary(folder, namesIn(folder, {recursive: true}));
  return found;

  function addTemporary(folder: string, names: readonly string[]): void {
    const own = names.filter(name => /\.\d+-[0-9a-f]{8}\.tmp$/.test(name));
    for (const name of own) add('temporary file', join(folder, name), 'its writer is gone');
  }
}

function namesIn(folder: string, {recursive = false} = {}): readonly string[] {
  try {
    return readdirSync(folder, {recursive, encoding: 'utf8'});
  } catch {
    return [];
  }
}
