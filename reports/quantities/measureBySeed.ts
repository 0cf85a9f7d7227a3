import {mean} from 'd3-array';
import type {BenchRows} from '../records/benchRows.ts';
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
  /** Rows of a bench, where a finding asks for them. */
  readonly bench?: BenchRows;
}

/**
 * One number for each seed; seeds whose run did not come so far are left out.
 *
 * Throws a RecordError where several runs of one seed are meant, unless the term asks for their mean.
 */
export function measureBySeed(term: Term, {records, correlations}: Measured): Map<number, number> {
  const {source} = metricOf(term.of);
  if (source.from === 'stability') return stabilityBySeed(term, source.key, records);
  if (source.from === 'correlation') return correlationBySeed(term, source.measure, {records, correlations});
  const values = new Map<number, number[]>();
  const runs = new Map<number, RunRecord>();
  for (const run of matchRuns(records, term.where)) {
    const other = runs.get(run.seed);
    if (other && !term.mean) refuseTwo(run.seed, `${other.sweep}/${other.id}`, `${run.sweep}/${run.id}`);
    runs.set(run.seed, run);
    const value = valueIn(rowAt(run, term), startOf(run), source);
    if (value !== undefined) values.set(run.seed, [...(values.get(run.seed) ?? []), value]);
  }
  return new Map([...values].map(([seed, own]) => [seed, mean(own) ?? NaN]));
}

/** Of a weight. */
const BYTES = 4;

/** A metric in a row, compared with that of the whole network where it says so; undefined where not measured. */
export function valueIn(
  row: Row | undefined,
  start: Row | undefined,
  source: Exclude<MetricSource, {readonly from: 'correlation'}>
): number | undefined {
  const number = (of: Row | undefined, key: string) => (typeof of?.[key] === 'number' ? of[key] : NaN);
  const known = (value: number) => (Number.isFinite(value) ? value : undefined);
  if (source.from === 'stability') return undefined; // of no row
  if (source.from === 'row') return known(number(row, source.key) - (source.less ? number(row, source.less) : 0));
  const sizeOf = (of: Row | undefined) =>
    number(of, source.size) + (source.size === 'memory' ? BYTES * number(of, 'parameters') : 0);
  const [own, whole] = [sizeOf(row), sizeOf(start)];
  if (source.as === 'number') return known(own);
  // Passes by turns tell a ratio better than times of different moments do.
  const faster = source.size === 'latency' ? number(row, 'faster') : NaN;
  if (Number.isFinite(faster)) return source.as === 'left' ? 1 / faster : faster;
  return known(source.as === 'left' ? own / whole : whole / own);
}

/** Of the criterion that is asked for, whatever runs prune by, else of the runs' own. */
function stabilityBySeed(
  {where: {criterion: asked, ...where}}: Term,
  key: 'all' | 'perLayer',
  records: readonly RunRecord[]
): Map<number, number> {
  const values = new Map<number, number>();
  for (const {seed, criterion, scores, sweep, id} of matchRuns(records, where)) {
    const value = scores?.stability?.[typeof asked === 'string' ? asked : criterion]?.[key];
    if (typeof value !== 'number') continue;
    const other = values.get(seed);
    if (other !== undefined && other !== value) refuseTwo(seed, `${value} of ${sweep}/${id}`, `${other}`);
    values.set(seed, value);
  }
  return values;
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
