import type {ListedRun} from '@espalier/experiments';
import type {RunStore} from '@espalier/experiments/store';

/** Milliseconds between looks at whether a sweep will ever begin a run: that reads more than one file. */
const SELDOM = 2000;

/** A run that failed may be tried again at once: only after so many milliseconds of rest it has ended. */
const REST = 1000;

/** Tells whether a run, or one attempt at it, has ended; a queued one has not while somebody works on its sweep. */
export function runWatch(store: RunStore, run: ListedRun, attempt?: number): () => Promise<boolean> {
  let underWay = false;
  let resting: number | undefined;
  let looked = -SELDOM;
  let willBegin = true;
  return async () => {
    const {attemptsOf, statusOf} = await import('@espalier/experiments/store');
    const now = performance.now();
    const status = await statusOf(run.folder);
    if (attempt !== undefined && hasEnded(attemptsOf(run.folder), attempt)) return true;
    if (status === 'running') {
      underWay = true;
      resting = undefined;
      return false;
    }
    if (status === undefined || status === 'queued') {
      if (now - looked >= SELDOM) willBegin = await isWaitedFor(store, run);
      if (now - looked >= SELDOM) looked = now;
      return !willBegin;
    }
    resting ??= now;
    return !underWay || now - resting >= REST;
  };
}

function hasEnded(attempts: readonly {readonly number: number; readonly status: string}[], attempt: number): boolean {
  return attempts.some(({number, status}) => number > attempt || (number === attempt && status !== 'running'));
}

async function isWaitedFor(store: RunStore, {sweep, id}: ListedRun): Promise<boolean> {
  const {listSweeps} = await import('./listSweeps.ts');
  const [listing] = await listSweeps(store, [sweep]);
  const queued = [...(listing?.queued ?? []), ...(listing?.runs ?? []).filter(({status}) => status === 'queued')];
  return listing?.atWork === true && queued.some(run => run.id === id);
}
