import {join} from 'node:path';
import {isLeased, leasedElsewhere, withLease} from './lease.ts';
import {sweepOutLitter} from './litter.ts';
import type {Status} from './meta.ts';
import type {MetaSummary} from './runSummary.ts';
import {tryLock, type Attempt} from './tryLock.ts';

/** Without a sign of life for so long, a run on another machine counts as cut off in lists. */
const SILENCE_MILLISECONDS = 120_000;

/**
 * Does the work on a run while nobody else is at it, here or on another machine that shares the disk. Files that a killed
 * process was about to rename are removed first.
 */
export async function holdingRun<T>(
  folder: string,
  work: () => Promise<T>,
  {wait = false}: {readonly wait?: boolean} = {}
): Promise<Attempt<T>> {
  const lease = leaseOf(folder);
  const whole = async () => {
    await sweepOutLitter(folder);
    return work();
  };
  if (wait) return {held: false, value: await withLease(lease, whole)};
  return tryLock(onWait => withLease(lease, whole, {onWait}));
}

/** The status of a run that its record says is under way: a dead process leaves that behind. */
export async function liveStatus(folder: string, {status, heartbeat}: MetaSummary): Promise<Status> {
  if (status !== 'running' && status !== 'finished') return status;
  const lease = leaseOf(folder);
  if (await leasedElsewhere(lease))
    return Date.now() - Date.parse(heartbeat) < SILENCE_MILLISECONDS ? 'running' : 'interrupted';
  return (await isLeased(lease)) ? 'running' : 'interrupted';
}

function leaseOf(folder: string): string {
  return join(folder, 'lease.json');
}
