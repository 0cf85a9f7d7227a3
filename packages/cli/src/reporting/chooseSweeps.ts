import {stat} from 'node:fs/promises';
import type {ListedRun} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';

export interface ChosenSweeps {
  readonly sweeps: readonly string[];
  readonly listed: readonly ListedRun[];
}

/** The sweeps of these names, or the one that was worked on last. Throws a UsageError. */
export async function chooseSweeps(names: readonly string[], root: string): Promise<ChosenSweeps> {
  const isThere = (await stat(root).catch(() => undefined))?.isDirectory() ?? false;
  const {listRuns, openRunStore, unknownName} = await import('@espalier/experiments');
  const listed = isThere ? await listRuns(openRunStore(root)) : [];
  if (listed.length === 0)
    throw new UsageError(`Expected runs in ${root}, got none. Start some with: espalier sweep FILE`);
  const known = [...new Set(listed.map(({sweep}) => sweep))];
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(unknownName('sweep', unknown, known));
  const newest = listed.reduce((best, run) => (run.meta.heartbeat > best.meta.heartbeat ? run : best));
  return {sweeps: names.length > 0 ? [...new Set(names)] : [newest.sweep], listed};
}
