import {leaves} from '../run/flatten.ts';
import type {Endpoint, MetricsRow, MilestoneRow} from '../run/runResult.ts';
import type {ExportedRun} from './exportedRun.ts';
import type {ColumnKind, Row} from './table.ts';

type Entries = readonly (readonly [name: string, value: unknown, kind?: ColumnKind])[];

/** Counts; everything else that is measured is a number with a fraction. */
const COUNTS = new Set(['step', 'updates', 'units', 'parameters', 'flops', 'memory']);

/** One row a run: what it is, how it ended, its settings by dotted key, and both its ends. */
export function runRow(run: ExportedRun): Row {
  const {meta, status, settings, result, folder} = run;
  const last = meta.attempts?.at(-1);
  return row([
    ...identity(run),
    ['key', meta.key, 'text'],
    ['status', status, 'text'],
    ['error', last?.error, 'text'],
    ['created', Date.parse(meta.created), 'time'],
    ['ended', last?.ended === undefined ? undefined : Date.parse(last.ended), 'time'],
    ['attempts', meta.attempts?.length, 'integer'],
    ['host', meta.host?.name, 'text'],
    ['folder', folder, 'text'],
    ['engine', meta.engine.name, 'text'],
    ['threads', meta.engine.threads, 'integer'],
    ...[...leaves(settings)].map(([key, value]) => [key, value] as const),
    ...ends('before', result?.before),
    ...ends('after', result?.after),
    ...[...leaves(result?.latency, 'latency')].map(([key, value]) => [key, value, 'number'] as const),
    ...[...leaves(result?.stopped, 'stopped')],
    ...(result?.milestones ?? []).flatMap((row, i) => milestone(row, meta.latencies?.milestones[i]?.milliseconds)),
    ['metric.value', result?.metric.value, 'number']
  ]);
}

/** One row a line of `metrics.jsonl`, beside what tells the run and what the sweep changed in it. */
export function stepRow(run: ExportedRun, {unitsLeft, ...measured}: MetricsRow): Row {
  return row([
    ...identity(run),
    ...Object.entries(run.meta.point).map(([key, value]) => [key, value] as const),
    ...measures(Object.entries(measured)),
    ...Object.entries(unitsLeft).map(([group, units]) => [`unitsLeft.${group}`, units, 'integer'] as const)
  ]);
}

function identity({sweep, id, meta}: ExportedRun): Entries {
  return [
    ['sweep', sweep, 'text'],
    ['run', id, 'text'],
    ['seed', meta.seed, 'integer']
  ];
}

function ends(name: string, endpoint: Endpoint | undefined): Entries {
  return measures(Object.entries(endpoint ?? {})).map(([key, value, kind]) => [`${name}.${key}`, value, kind]);
}

/** Columns of a milestone are named by it: `milestone.units=0.5.controls.scratch.testAccuracy`. */
function milestone({target, ...row}: MilestoneRow, milliseconds: number | undefined): Entries {
  const [[quantity, fraction] = []] = Object.entries(target);
  const timed = [...leaves(row), ...(milliseconds === undefined ? [] : [['milliseconds', milliseconds] as const])];
  return measures(timed).map(([key, value, kind]) => [`milestone.${quantity}=${fraction}.${key}`, value, kind]);
}

function measures(entries: readonly (readonly [string, unknown])[]): Entries {
  return entries.map(([key, value]) => [key, value, COUNTS.has(key.split('.').at(-1)!) ? 'integer' : 'number']);
}

/** A name that comes twice keeps its first value. */
function row(entries: Entries): Row {
  const cells = new Map<string, {readonly value: unknown; readonly kind?: ColumnKind}>();
  for (const [name, value, kind] of entries) if (!cells.has(name)) cells.set(name, {value, kind});
  return cells;
}
