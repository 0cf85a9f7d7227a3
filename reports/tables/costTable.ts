import {costPoints, type CostPoint} from '../quantities/costPoints.ts';
import {matchRuns, settingsOf} from '../quantities/matchRuns.ts';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import {metricOf, type Quality} from '../quantities/metricNames.ts';
import type {RunFilter} from '../quantities/quantitySchema.ts';
import {columnOf} from '../quantities/quantityText.ts';
import type {Factor} from '../quantities/varianceOf.ts';
import {describeRuns} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import {capital} from './capital.ts';
import type {Cell, Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

export interface CostTableOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly metric: Quality;
  /** A column each; rows are in their order. */
  readonly settings: readonly Factor[];
  /** The runs that others are compared with, one a seed. */
  readonly baseline: RunFilter;
  readonly command: string;
}

/** What each setting took in fine-tuning updates and what it came to, beside one of them. */
export function costTable({records, metric, settings, baseline, command}: CostTableOptions): Table {
  const {words, unit} = metricOf(metric);
  const others = measureBySeed({of: metric, at: 'end', where: baseline}, {records, correlations: []});
  const named = Object.entries(baseline).map(([key, value]) => {
    const name = settings.find(({setting}) => setting === key)?.name ?? key;
    return `${name} ${value === null ? 'none' : String(value)}`;
  });
  const title = `${capital(words)} by what it took`;
  const times = ({runs}: CostPoint) =>
    measureBySeed({of: 'pruningTime', at: 'end', where: {}}, {records: runs, correlations: []});
  const isTimed = records.some(({pruningSeconds}) => pruningSeconds !== undefined);
  const isBaseline = ({runs}: CostPoint) => matchRuns(runs, baseline).length > 0;
  return {
    name: `cost-${metric}`,
    title,
    caption:
      `${title}: of the pruned network, mean and 95 % t interval over seeds; difference: to ${named.join(', ')}, paired by seed. ` +
      `Updates in all: those behind the last removal too. ${isTimed ? 'Time: updates with scoring, and removals; evaluations apart. ' : ''}${describeRuns(records)} Made by \`${command}\`.`,
    columns: [
      ...settings.map(({name}) => ({header: name, kind: 'text'}) as const),
      columnOf('updates in all', {unit: 'count'}),
      ...(isTimed ? [columnOf('time of pruning (s)', {unit: 'seconds'})] : []),
      columnOf(`${words}${unit === 'share' ? ' (%)' : ''}`, {unit}),
      columnOf(`difference${unit === 'share' ? ' (points)' : ''}`, {unit, isDifference: true}),
      {header: 'n', kind: 'text'}
    ],
    rows: costPoints(records, metric, 'updates')
      .map(point => ({point, cells: settings.map(({setting}) => cellOf(point, setting))}))
      .sort((a, b) => compareCells(a.cells, b.cells))
      .map(({point, cells}): Cell[] => [
        ...cells,
        toQuantity(point.cost),
        ...(isTimed ? [toQuantity(meanInterval(times(point).values()))] : []),
        toQuantity(point.quality),
        toQuantity(isBaseline(point) ? undefined : pairedDifference(point.bySeed, others)),
        String(point.quality.n)
      ])
  };
}

function cellOf({runs: [run]}: CostPoint, setting: string): string {
  return String((run && settingsOf(run).get(setting)) ?? '–');
}

/** By number where both are, else by text; what is not set first. */
function compareCells(a: readonly string[], b: readonly string[]): number {
  const order = new Intl.Collator('en', {numeric: true});
  const place = a.findIndex((cell, i) => cell !== b[i]);
  if (place < 0) return 0;
  if (a[place] === '–' || b[place] === '–') return a[place] === '–' ? -1 : 1;
  const difference = Number(a[place]) - Number(b[place]);
  return Number.isNaN(difference) ? order.compare(a[place] ?? '', b[place] ?? '') : difference;
}
