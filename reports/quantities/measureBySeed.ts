import type {CorrelationRow} from '../records/correlationRow.ts';
import {RecordError} from '../records/recordError.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {matchRuns} from './matchRuns.ts';
import {metricOf, type MetricSource} from './metricNames.ts';
import type {Term} from './quantitySchema.ts';
import {rowAt, startOf, type Row} from './rowAt.ts';

/** What quantities are measured from. */
export interface Measured {
  readonly records: readonly RunRecord[];
  readonly correlations: readonly CorrelationRow[];
}

/**
 * One number for each seed; seeds whose run did not come so far are left out.
 *
 * Throws a RecordError where several runs of one seed are meant.
 */
export function measureBySeed(term: Term, {records, correlations}: Measured): Map<number, number> {
  const {source} = metricOf(term.of);
  if (source.from === 'correlation') return correlationBySeed(term, source.measure, {records, correlations});
  const values = new Map<number, number>();
  const runs = new Map<number, RunRecord>();
  for (const run of matchRuns(records, term.where)) {
    const other = runs.get(run.seed);
    if (other) refuseTwo(run.seed, `${other.sweep}/${other.id}`, `${run.sweep}/${run.id}`);
    runs.set(run.seed, run);
    const value = valueIn(rowAt(run, term), startOf(run), source);
    if (value !== undefined) values.set(run.seed, value);
  }
  return values;
}

/** A metric in a row, compared with that of the whole network where it says so; undefined where not measured. */
export function valueIn(
  row: Row | undefined,
  start: Row | undefined,
  source: Exclude<MetricSource, {readonly from: 'correlation'}>
): number | undefined {
  const number = (of: Row | undefined, key: string) => (typeof of?.[key] === 'number' ? of[key] : NaN);
  const known = (value: number) => (Number.isFinite(value) ? value : undefined);
  if (source.from === 'row') return known(number(row, source.key));
  const [own, whole] = [number(row, source.size), number(start, source.size)];
  if (source.as === 'number') return known(own);
  // Passes by turns tell a ratio better than times of different moments do.
  const faster = source.size === 'latency' ? number(row, 'faster') : NaN;
  if (Number.isFinite(faster)) return source.as === 'left' ? 1 / faster : faster;
  return known(source.as === 'left' ? own / whole : whole / own);
}

// Every criterion is scored on the whole network of a seed, whatever its runs prune by.
function correlationBySeed(
  {where: {criterion, ...where}}: Term,
  measure: CorrelationMeasure,
  {records, correlations}: Measured
): Map<number, number> {
  const runs = matchRuns(records, where);
  const values = new Map<number, number>();
  const seen = new Map<number, string>();
  for (const row of correlations) {
    if (criterion !== undefined && ![criterion].flat().includes(row.criterion)) continue;
    if (!runs.some(run => run.seed === row.seed && (row.subject ?? subjectOf(run)) === subjectOf(run))) continue;
    const name = `${row.criterion} of ${row.subject ?? 'the network'}`;
    const other = seen.get(row.seed);
    if (other !== undefined) refuseTwo(row.seed, other, name);
    seen.set(row.seed, name);
    const value = row[measure];
    if (value !== null) values.set(row.seed, value);
  }
  return values;
}

type CorrelationMeasure = Extract<MetricSource, {readonly from: 'correlation'}>['measure'];

function refuseTwo(seed: number, first: string, second: string): never {
  throw new RecordError(
    `Expected one run a seed, got ${first} and ${second} for seed ${seed}. Narrow it with \`where\`, or compare \`each: subject\`.`
  );
}
