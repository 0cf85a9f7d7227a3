import {readdirSync} from 'node:fs';
import {UsageError} from '../errors/UsageError.ts';
import type {RunStore} from '@espalier/experiments/store';

/** Sweeps of a store that have runs or were submitted; those of `names` where there are any. Throws a UsageError. */
export async function listSweepNames(store: RunStore, names: readonly string[] = []): Promise<readonly string[]> {
  const {submittedSweeps, unknownName} = await import('@espalier/experiments/store');
  const folders = readdirSync(store.root, {withFileTypes: true})
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({name}) => name);
  const known = [...new Set([...folders, ...submittedSweeps(store.root)])].toSorted();
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(unknownName('sweep', unknown, known));
  return names.length > 0 ? [...new Set(names)] : known;
}
