import type {ListedRun, MetricsRow} from '@espalier/experiments';
import type {RunRow} from './documents.ts';

const QUALITIES = ['testAccuracy', 'validationAccuracy', 'testLoss', 'validationLoss'] as const;
const SIZES = ['flops', 'units', 'parameters'] as const;

/** A run as lists show it. */
export function runRow({sweep, id, status, meta, result}: ListedRun): RunRow {
  const error = meta.attempts.at(-1)?.error;
  return {
    sweep,
    id,
    status,
    seed: meta.seed,
    point: meta.point,
    begun: meta.created,
    attempts: meta.attempts.length,
    ...(error !== undefined && {error}),
    ...finiteOnly({seconds: secondsOf(meta)}),
    ...(result && {
      ...finiteOnly({metric: result.metric.value}),
      metricName: result.metric.name,
      goal: result.metric.goal,
      ...numbersOf(result.before, result.after)
    })
  };
}

/** The row of an unfinished run with the numbers of its last step. */
export function withLastStep(row: RunRow, metrics: readonly Readonly<Record<string, unknown>>[]): RunRow {
  const [first, last] = [metrics[0], metrics.at(-1)];
  if (row.metricName !== undefined || !first || !last) return row;
  return {...row, ...numbersOf(first, last), ...finiteOnly({step: last['step']}), soFar: true};
}

type Sizes = Readonly<Partial<Record<keyof MetricsRow, unknown>>>;

function numbersOf(before: Sizes, after: Sizes): Partial<RunRow> {
  const shares = SIZES.map(key => [key, Number(after[key]) / Number(before[key])] as const);
  return finiteOnly(Object.fromEntries([...QUALITIES.map(key => [key, after[key]] as const), ...shares]));
}

/** Seconds that the attempts took, up to the last sign of life of one that has not ended. */
function secondsOf({attempts, heartbeat}: ListedRun['meta']): number | undefined {
  if (attempts.length === 0) return undefined;
  const each = attempts.map(({started, ended}) => (Date.parse(ended ?? heartbeat) - Date.parse(started)) / 1000);
  return each.reduce((sum, seconds) => sum + Math.max(0, seconds), 0);
}

function finiteOnly<T extends Readonly<Record<string, unknown>>>(values: T): Partial<Record<keyof T, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value))) as Partial<
    Record<keyof T, number>
  >;
}
