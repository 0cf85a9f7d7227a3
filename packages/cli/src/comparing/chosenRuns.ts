import type {ListedRun} from '@espalier/experiments';
import type {RunStore} from '@espalier/experiments/store';
import {UsageError} from '../errors/UsageError.ts';

export interface ChosenRuns {
  readonly runs: readonly ListedRun[];
  /** Where the name of a sweep was given. */
  readonly sweep?: string;
}

/** The runs of one sweep, or runs by name: at least two, unless they are grouped. Throws a UsageError or ConfigError. */
export async function chosenRuns(
  store: RunStore,
  names: readonly string[],
  by: readonly string[] | undefined
): Promise<ChosenRuns> {
  const {findRun} = await import('@espalier/experiments/store');
  const {listSweepNames} = await import('../looking/listSweepNames.ts');
  const [sweep = ''] = names;
  if (names.length === 1 && (await listSweepNames(store)).includes(sweep)) {
    const {listSweeps} = await import('../looking/listSweeps.ts');
    const listings = await listSweeps(store, names);
    (await import('../looking/complain.ts')).complain(listings);
    const runs = listings.flatMap(listing => listing.runs);
    if (runs.length > 0) return {runs, sweep};
    throw new UsageError(`Expected runs of ${sweep} to compare, got none that can be read.`);
  }
  const found: ListedRun[] = [];
  for (const name of names) found.push(await findRun(store, name));
  const runs = [...new Map(found.map(run => [run.folder, run])).values()];
  if (runs.length > 1 || by) return {runs};
  throw new UsageError(`Expected at least two runs, or the name of a sweep, got ${names.join(' ')}.`);
}
