import {UsageError} from '../errors/UsageError.ts';
import {listStore} from '../sweeps/listStore.ts';

/** The sweeps of these names, or all that have runs. Throws a UsageError. */
export async function sweepsToExport(names: readonly string[], root: string): Promise<readonly string[]> {
  const known = [...new Set((await listStore(root)).map(({sweep}) => sweep))];
  if (known.length === 0)
    throw new UsageError(`Expected runs in ${root}, got none. Start some with: espalier sweep FILE`);
  const unknown = names.find(name => !known.includes(name));
  if (unknown === undefined) return names.length > 0 ? [...new Set(names)] : known;
  const {unknownName} = await import('@espalier/experiments/store');
  throw new UsageError(unknownName('sweep', unknown, known));
}
