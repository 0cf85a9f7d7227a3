import type {ListedRun} from '@espalier/experiments';
import {
  estimateGroup,
  groupRows,
  isOwnKey,
  metricNameOf,
  pairedDifference,
  runRow,
  sweptKeys,
  valueOf,
  type Estimate,
  type Group,
  type GroupRow,
  type SettledRow
} from '@espalier/reports/explore';
import {UsageError} from '../errors/UsageError.ts';
import {flatSettings} from '../ui/flatSettings.ts';
import {settingsReader} from '../ui/runSettings.ts';

export interface ComparedGroup extends GroupRow {
  /** Metric less that of the first group, over the seeds that both have. */
  readonly difference?: Estimate;
}

/** `compare SWEEP --json`. */
export interface GroupsComparisonDocument {
  readonly format: 'espalier.comparison-groups/1';
  readonly by: readonly string[];
  /** Missing where runs have different metrics: then there are no differences either. */
  readonly metric?: string;
  readonly groups: readonly ComparedGroup[];
}

/** Compares groups of runs over seeds: by the keys that were swept, or by some settings. Throws a UsageError. */
export async function compareGroups(
  runs: readonly ListedRun[],
  by?: readonly string[]
): Promise<GroupsComparisonDocument> {
  const rows = await settledRows(runs, by ?? []);
  const unknown = by?.find(key => !isOwnKey(key) && rows.every(row => valueOf(row, key) === undefined));
  if (unknown !== undefined) {
    const {unknownName} = await import('@espalier/experiments/store');
    const known = new Set(rows.flatMap(({settings, point}) => Object.keys({...point, ...settings})));
    throw new UsageError(`--by: ${unknownName('key', unknown, [...known].toSorted())}`);
  }
  const keys = by ?? sweptKeys(rows).flatMap(({key, values = 0}) => (values > 1 ? [key] : []));
  const groups = groupRows(rows, keys);
  const metric = metricNameOf(rows);
  const first = metricBySeed(groups[0]);
  return {
    format: 'espalier.comparison-groups/1',
    by: keys,
    ...(metric !== undefined && {metric}),
    groups: groups.map((group, i) => {
      const difference = i === 0 || metric === undefined ? undefined : pairedDifference(metricBySeed(group), first);
      return {...estimateGroup(group), ...(difference && {difference})};
    })
  };
}

/** Settings that were not swept are read only where they are asked for. */
async function settledRows(runs: readonly ListedRun[], by: readonly string[]): Promise<readonly SettledRow[]> {
  const rows = runs.map(runRow);
  if (by.every(key => isOwnKey(key) || rows.every(row => valueOf(row, key) !== undefined))) return rows;
  const settings = await Promise.all(runs.map(settingsReader()));
  return rows.map((row, i) => ({...row, settings: flatSettings(settings[i] ?? {})}));
}

/** Mean over the finished runs of each seed. */
function metricBySeed(group: Group | undefined): ReadonlyMap<number, number> {
  const bySeed = new Map<number, number[]>();
  for (const {status, seed, metric} of group?.rows ?? [])
    if (status === 'finished' && metric !== undefined) bySeed.set(seed, [...(bySeed.get(seed) ?? []), metric]);
  return new Map(
    [...bySeed].map(([seed, values]) => [seed, values.reduce((sum, value) => sum + value, 0) / values.length])
  );
}
