import {group, max, min, rollup} from 'd3-array';
import type {RunRow, Status, SweepRow} from './documents.ts';
import {sweptKeys} from './groupRows.ts';
import {metricNameOf} from './metricNameOf.ts';

type Summary = Omit<SweepRow, 'report'>;

/** What there is of each sweep, the one begun last first. */
export function summarizeSweeps(rows: readonly RunRow[]): readonly Summary[] {
  return [...group(rows, ({sweep}) => sweep)]
    .map(([name, runs]) => ({
      name,
      total: runs.length,
      counts: countStatuses(runs),
      seeds: new Set(runs.map(({seed}) => seed)).size,
      keys: sweptKeys(runs).map(({key, values = 0}) => ({key, values})),
      begun: max(runs, ({begun}) => begun) ?? '',
      ...bestOf(runs)
    }))
    .sort((a, b) => (a.begun < b.begun ? 1 : a.begun > b.begun ? -1 : 0));
}

/** Runs of each status. */
export function countStatuses(rows: readonly RunRow[]): Readonly<Partial<Record<Status, number>>> {
  return Object.fromEntries(
    rollup(
      rows,
      runs => runs.length,
      ({status}) => status
    )
  );
}

function bestOf(rows: readonly RunRow[]): Pick<Summary, 'metricName' | 'best'> {
  const metricName = metricNameOf(rows);
  if (metricName === undefined) return {};
  const extreme = rows.find(({goal}) => goal !== undefined)?.goal === 'minimize' ? min : max;
  const value = extreme(rows, ({metric}) => metric);
  const run = rows.find(({metric}) => metric === value);
  return value === undefined || !run ? {metricName} : {metricName, best: {id: run.id, value}};
}
