import {group} from 'd3-array';
import {compareCriteria} from '../figures/seriesStyles.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {MEASURES, type GroupRow, type KeyChoice, type Measure, type SettledRow} from './documents.ts';
import {compareValues} from './sortRows.ts';
import {shortNames, textOf, valueOf} from './valueOf.ts';

/** Runs that have the same values of the keys that they are grouped by. */
export interface Group<T extends SettledRow = SettledRow> {
  readonly label: string;
  readonly criterion: string;
  readonly rows: readonly T[];
}

/** Groups runs by keys, in the order of criteria, then of labels. Without a key all are one group. */
export function groupRows<T extends SettledRow>(rows: readonly T[], keys: readonly string[]): readonly Group<T>[] {
  const names = shortNames(keys);
  const sweeps = new Set(rows.map(({sweep}) => sweep)).size;
  const identity = (row: T) => JSON.stringify(keys.map(key => partOf(row, key)));
  return [...group(rows, identity).values()]
    .map(members => {
      const [first] = members;
      const criterion = first ? valueOf(first, 'prune.criterion') : undefined;
      const parts = keys.map(key =>
        describe(names.get(key) ?? key, first && (key === 'run' && sweeps === 1 ? first.id : partOf(first, key)))
      );
      const label = parts.join(', ') || 'all runs';
      return {label, criterion: typeof criterion === 'string' ? criterion : '', rows: members};
    })
    .sort((a, b) => compareCriteria(a.criterion, b.criterion) || compareGroups(a, b, keys));
}

/** Mean of each measure over the finished runs of a group, with its 95 % t interval over seeds. */
export function estimateGroup({label, criterion, rows}: Group): GroupRow {
  const finished = rows.filter(({status}) => status === 'finished');
  const estimates = MEASURES.flatMap(measure => {
    const estimate = overSeeds(finished, measure);
    return estimate ? [[measure, estimate] as const] : [];
  });
  return {
    label,
    criterion,
    runs: rows.length,
    finished: finished.length,
    pooled: sweptKeys(finished).flatMap(({key, values = 0}) => (values > 1 ? [key] : [])),
    estimates: Object.fromEntries(estimates)
  };
}

/** Runs of one seed are averaged first: only seeds are repetitions of each other. */
function overSeeds(rows: readonly SettledRow[], measure: Measure): Estimate | undefined {
  const bySeed = [...group(rows, ({seed}) => seed).values()];
  return meanInterval(bySeed.map(runs => meanInterval(runs.map(run => run[measure] ?? NaN))?.value ?? NaN));
}

/** Swept keys of some runs, with how many values each has among them. */
export function sweptKeys(rows: readonly SettledRow[]): readonly KeyChoice[] {
  const values = new Map<string, Set<string>>();
  for (const {point} of rows) {
    for (const [key, value] of Object.entries(point)) {
      const seen = values.get(key) ?? new Set();
      values.set(key, seen.add(textOf(value)));
    }
  }
  return [...values].map(([key, {size}]) => ({key, values: size}));
}

function compareGroups({rows: [a]}: Group, {rows: [b]}: Group, keys: readonly string[]): number {
  const orders = a && b ? keys.map(key => compareValues(valueOf(a, key), valueOf(b, key))) : [];
  return orders.find(order => order !== 0) ?? 0;
}

/** A run is known by its sweep too. */
function partOf(row: SettledRow, key: string): unknown {
  return key === 'run' ? `${row.sweep}/${row.id}` : (valueOf(row, key) ?? null);
}

function describe(name: string, value: unknown): string {
  if (['criterion', 'sweep', 'run', 'status'].includes(name) && typeof value === 'string') return value;
  return `${name}=${value === null ? 'none' : textOf(value)}`;
}
