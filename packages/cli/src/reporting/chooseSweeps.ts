import type {ListedRun} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';
import {listStore} from '../sweeps/listStore.ts';

export interface ChosenSweeps {
  readonly sweeps: readonly string[];
  readonly listed: readonly ListedRun[];
}

/** The sweeps of these names, or the one that was worked on last. Throws a UsageError. */
export async function chooseSweeps(names: readonly string[], root: string): Promise<ChosenSweeps> {
  const listed = await listStore(root);
  if (listed.length === 0)
    throw new UsageError(`Expected runs in ${root}, got none. Start some with: espalier sweep FILE`);
  const known = [...new Set(listed.map(({sweep}) => sweep))];
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) {
    const {unknownName} = await import('@espalier/experiments/store');
    throw new UsageError(unknownName('sweep', unknown, known));
  }
  const newest = listed.reduce((best, run) => (run.meta.heartbeat > best.meta.heartbeat ? run : best));
  return {sweeps: names.length > 0 ? [...new Set(names)] : [newest.sweep], listed};
}
