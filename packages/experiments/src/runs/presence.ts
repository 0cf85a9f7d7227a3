import {withLock} from '@espalier/backend/lock';
import type {SubmittedTo} from './submission.ts';
import {thisMachine} from './thisHost.ts';
import {tryLock} from './tryLock.ts';

/** Works on what was submitted, so that others on this machine can see that somebody is at it; dies with the process. */
export async function atWork<T>(sweepFolder: string, work: () => Promise<T>): Promise<T> {
  const attempt = await tryLock(onWait => withLock(presence(sweepFolder, process.pid), work, {onWait}));
  // This process is at it twice.
  return attempt.held ? work() : attempt.value;
}

/** Whether the process that a sweep was submitted to is at it. Nothing is known of other machines. */
export async function isAtWork(sweepFolder: string, launcher: SubmittedTo): Promise<boolean> {
  if (launcher.kind !== 'local' || launcher.host !== thisMachine().host) return false;
  const name = presence(sweepFolder, launcher.pid);
  return (await tryLock(onWait => withLock(name, () => Promise.resolve(), {onWait}))).held;
}

function presence(sweepFolder: string, pid: number): string {
  return `at work on ${sweepFolder} ${pid}`;
}
