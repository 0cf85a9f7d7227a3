import type {RunRecord} from '../records/runRecord.ts';
import type {Milestone, MilestoneTarget} from '../records/milestoneSchemas.ts';
import {interpolate, sortCurve} from '../statistics/interpolate.ts';
import type {Term} from './quantitySchema.ts';

/** Metrics and sizes at one place of a run. */
export type Row = Readonly<Record<string, unknown>>;

/** What a run measured at a place; undefined where it did not come there. */
export function rowAt(run: RunRecord, {at, control}: Pick<Term, 'at' | 'control'>): Row | undefined {
  if (at === 'start') return startOf(run);
  if (at === 'end') return endOf(run);
  if (at === 'head') return headOf(run);
  if ('along' in at) return along(run, at.along);
  const milestone = milestoneAt(run, at);
  if (!milestone) return undefined;
  const row = {...milestone, ...latencyAt(run, at)};
  const other = control && milestone.controls?.[control];
  if (!control) return row;
  // Trained from scratch, a network has the milestone's size; unpruned, that of the start.
  return other && {...(control === 'scratch' ? sizesOf(row) : sizesOf(startOf(run))), ...other};
}

/** The whole network before pruning. */
export function startOf({result, curve, latencies}: RunRecord): Row | undefined {
  const row = result.before ?? curve[0];
  return row && latencies ? {...row, latency: latencies.dense.milliseconds} : row;
}

/** The pruned network; the result does not tell its updates, the last point of the curve does. */
function endOf({result, curve, updateMilliseconds, pruningSeconds}: RunRecord): Row | undefined {
  const last = curve.at(-1);
  return result.after ? {...result.after, updates: last?.updates, updateMilliseconds, pruningSeconds} : last;
}

/** The milestone that was set at a target. */
export function milestoneAt({result}: RunRecord, target: MilestoneTarget): Milestone | undefined {
  return result.milestones?.find(milestone => isSame(milestone.target, target));
}

export function isSame(a: MilestoneTarget, b: MilestoneTarget): boolean {
  return a.units === b.units && a.flops === b.flops && a.params === b.params;
}

function latencyAt({latencies}: RunRecord, target: MilestoneTarget): Row {
  const entry = latencies?.milestones.find(one => isSame(one.target, target));
  return entry ? {latency: entry.milliseconds, faster: entry.faster} : {};
}

function sizesOf({units, parameters, flops, memory, latency, faster}: Row = {}): Row {
  return {units, parameters, flops, memory, latency, faster};
}

function headOf({base}: RunRecord): Row | undefined {
  if (!base?.head) return undefined;
  const entries = (['validation', 'test'] as const).flatMap(split =>
    Object.entries(base.head?.[split] ?? {}).map(([key, value]) => [
      `${split}${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      value
    ])
  );
  return Object.fromEntries(entries) as Row;
}

/** Linear between the points of the curve around a share of what the network had. */
function along({curve}: RunRecord, shares: Readonly<Record<string, number | undefined>>): Row | undefined {
  const [name = '', share = 0] = Object.entries(shares)[0] ?? [];
  const size = (row: Row) => Number(row[name]);
  const x = share * (curve[0] ? size(curve[0]) : NaN);
  const keys = Object.keys(curve[0] ?? {}).filter(key => typeof curve[0]?.[key] === 'number');
  const entries = keys.map(key => [
    key,
    interpolate(sortCurve(curve.map(row => ({x: size(row), y: Number(row[key] ?? NaN)}))), x)
  ]);
  return interpolate(sortCurve(curve.map(row => ({x: size(row), y: 0}))), x) === undefined
    ? undefined
    : (Object.fromEntries(entries) as Row);
}
