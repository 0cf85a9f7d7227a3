import type {ListedRun} from '@espalier/experiments';
import type {RunStanding} from '@espalier/experiments/store';
import {commandsFor, type SweepCommands} from './commandsFor.ts';
import type {SweepListing} from './listSweeps.ts';

/** In the order in which they are shown. */
export const COUNTED = ['finished', 'running', 'queued', 'failed', 'interrupted', 'cancelled', 'not begun'] as const;

export type Counted = (typeof COUNTED)[number];

export interface RunUnderWay extends RunStanding {
  readonly id: string;
  /** Since the attempt began. */
  readonly seconds: number;
  /** Task of Slurm. */
  readonly task?: string;
}

export interface SweepStatus {
  readonly sweep: string;
  readonly total: number;
  readonly counts: Readonly<Record<Counted, number>>;
  /** Run folders that cannot be read. */
  readonly unreadable: number;
  readonly submitted?: string;
  readonly file?: string;
  readonly launcher?: {readonly kind: string; readonly [detail: string]: unknown};
  /** Tasks of Slurm by state. */
  readonly tasks?: Readonly<Record<string, number>>;
  readonly running: readonly RunUnderWay[];
  readonly failed: readonly {readonly id: string; readonly error: string}[];
  /** Foreseen from what finished runs took; absent where nobody is at work or nothing is known. */
  readonly secondsLeft?: number;
  /** What finished runs took on average. */
  readonly secondsPerRun?: number;
  /** What to do now. */
  readonly commands: SweepCommands;
}

/** `status --json`. */
export interface StatusDocument {
  readonly format: 'espalier.status/1';
  readonly runs: string;
  readonly sweeps: readonly SweepStatus[];
}

/** Sums up a sweep; `standings` are those of its runs under way, by id. */
export function sweepStatus(
  listing: SweepListing,
  {
    standings,
    runs,
    now
  }: {readonly standings: ReadonlyMap<string, RunStanding>; readonly runs: string; readonly now: number}
): SweepStatus {
  const {sweep, submission, slurm, unreadable} = listing;
  const counts = countRuns(listing);
  const running = listing.runs.flatMap(({id, status, meta}): readonly RunUnderWay[] => {
    const standing = status === 'running' ? standings.get(id) : undefined;
    if (!standing) return [];
    const seconds = Math.max(0, (now - Date.parse(standing.started)) / 1000);
    const {launcher} = standing;
    const task = launcher.kind === 'slurm' ? launcher.job : slurm?.runs.get(meta.key)?.task;
    return [{id, ...standing, seconds, ...(task !== undefined && {task})}];
  });
  return {
    sweep,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    unreadable: unreadable.length,
    ...(submission && {submitted: submission.submitted, launcher: submission.launcher}),
    ...(submission?.file !== undefined && {file: submission.file}),
    ...(slurm && {tasks: countTasks(slurm.polled)}),
    running,
    failed: listing.runs.filter(({status}) => status === 'failed').map(failure),
    ...timeLeft(listing, running),
    commands: commandsFor(listing, {counts, runs})
  };
}

function countRuns({runs, queued, notBegun}: SweepListing): Record<Counted, number> {
  const counts = Object.fromEntries(COUNTED.map(name => [name, 0])) as Record<Counted, number>;
  for (const {status} of runs) counts[status]++;
  counts.queued += queued.length;
  counts['not begun'] = notBegun.length;
  return counts;
}

function failure({id, meta}: ListedRun): SweepStatus['failed'][number] {
  return {id, error: meta.attempts.at(-1)?.error?.split('\n')[0] ?? 'no message'};
}

/** As many at a time as there are now, each as long as finished ones took. */
function timeLeft(
  {runs, queued, atWork}: SweepListing,
  running: readonly RunUnderWay[]
): Pick<SweepStatus, 'secondsLeft' | 'secondsPerRun'> {
  const took = runs.flatMap(({status, meta}) => {
    const {started, ended} = meta.attempts.at(-1) ?? {};
    const seconds = status === 'finished' ? (Date.parse(ended ?? '') - Date.parse(started ?? '')) / 1000 : NaN;
    return Number.isFinite(seconds) ? [seconds] : [];
  });
  if (took.length === 0) return {};
  const secondsPerRun = took.reduce((sum, seconds) => sum + seconds, 0) / took.length;
  if (!atWork) return {secondsPerRun};
  const waiting = queued.length + runs.filter(({status}) => status === 'queued').length;
  const parts = running.reduce((sum, {progress = 0}) => sum + 1 - progress, 0);
  return {secondsPerRun, secondsLeft: (secondsPerRun * (waiting + parts)) / Math.max(1, running.length)};
}

function countTasks(polled: readonly {readonly tasks: readonly {readonly state: string}[]}[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const {state} of polled.flatMap(({tasks}) => tasks)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
