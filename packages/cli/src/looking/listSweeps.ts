import {join} from 'node:path';
import type {ListedRun} from '@espalier/experiments';
import type {PolledSweep} from '@espalier/experiments/slurm';
import type {RunStore, Submission, UnreadableRun, WaitingRuns} from '@espalier/experiments/store';
import {UsageError} from '../errors/UsageError.ts';

/** Everything that there is of a sweep, and everything that is to come. */
export interface SweepListing {
  readonly sweep: string;
  /** Runs that have a folder; one that Slurm has queued again is `queued`. */
  readonly runs: readonly ListedRun[];
  /** Submitted and without a folder, while somebody works on the sweep. */
  readonly queued: readonly ListedRun[];
  /** The same where nobody does. */
  readonly notBegun: readonly ListedRun[];
  readonly unreadable: readonly UnreadableRun[];
  readonly submission?: Submission;
  readonly atWork: boolean;
  readonly slurm?: PolledSweep;
  /** Why something is not known. */
  readonly notices: readonly string[];
}

/** Looks at sweeps: all of the store unless named. Throws a UsageError for a name that is none. */
export async function listSweeps(store: RunStore, names: readonly string[] = []): Promise<readonly SweepListing[]> {
  const {listSweepNames} = await import('./listSweepNames.ts');
  const known = await listSweepNames(store, names);
  const listings: SweepListing[] = [];
  for (const sweep of known) listings.push(await listSweep(store, sweep));
  const empty = listings.find(isEmpty);
  if (names.length > 0 && empty) {
    throw new UsageError(`Expected runs in ${join(store.root, empty.sweep)}, got a folder without any.`);
  }
  return listings.filter(one => !isEmpty(one));
}

function isEmpty({runs, queued, notBegun, unreadable}: SweepListing): boolean {
  return runs.length + queued.length + notBegun.length + unreadable.length === 0;
}

async function listSweep(store: RunStore, sweep: string): Promise<SweepListing> {
  const {listRuns, listWaiting, unreadableRuns} = await import('@espalier/experiments/store');
  const runs = await listRuns(store, [sweep]);
  const unreadable = unreadableRuns(store, sweep, new Set(runs.map(({id}) => id)));
  const waiting = await listWaiting(store, sweep, runs).catch((error: unknown) => (error as Error).message);
  const none = {sweep, runs, queued: [], notBegun: [], unreadable, notices: []};
  const atWork = runs.some(({status}) => status === 'running');
  if (typeof waiting === 'string') return {...none, atWork, notices: [waiting]};
  if (!waiting) return {...none, atWork};
  const {submission} = waiting;
  if (submission.launcher.kind === 'slurm') return {...none, ...(await askSlurm(store, none, waiting))};
  return {...none, submission, atWork: waiting.atWork, [waiting.atWork ? 'queued' : 'notBegun']: waiting.runs};
}

type Begun = Pick<SweepListing, 'sweep' | 'runs'>;

/** Of runs that were handed to Slurm only Slurm knows whether they will be done. */
async function askSlurm(
  store: RunStore,
  {sweep, runs}: Begun,
  waiting: WaitingRuns
): Promise<Omit<SweepListing, 'sweep' | 'unreadable'>> {
  const {submission} = waiting;
  const isOver = waiting.runs.length === 0 && runs.every(({status}) => status === 'finished');
  if (isOver) return {runs, queued: [], notBegun: [], submission, atWork: false, notices: []};
  const {isAlive, pollSweep, runStatus, sweepFolder} = await import('@espalier/experiments/slurm');
  let slurm: PolledSweep;
  try {
    slurm = await pollSweep(sweepFolder(store, sweep));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SlurmError') throw error;
    return {runs, queued: waiting.runs, notBegun: [], submission, atWork: true, notices: [error.message]};
  }
  const stateOf = (key: string) => slurm.runs.get(key)?.state ?? 'gone';
  const isQueued = ({meta}: ListedRun) => isAlive(stateOf(meta.key));
  const settled = runs.map(run =>
    isQueued(run) ? {...run, status: runStatus(stateOf(run.meta.key), run.status)} : run
  );
  const queued = waiting.runs.filter(isQueued);
  const atWork = queued.length > 0 || settled.some(({status}) => status === 'running' || status === 'queued');
  const isUnknown = [...slurm.runs.values()].some(({state}) => state === 'unknown');
  return {
    runs: settled,
    queued,
    notBegun: waiting.runs.filter(run => !isQueued(run)),
    submission,
    atWork,
    slurm,
    notices: isUnknown ? ['Slurm does not answer: what it has queued may have changed.'] : []
  };
}
