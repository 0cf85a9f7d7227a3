import {quoted} from '../output/quoted.ts';
import type {SweepListing} from './listSweeps.ts';

/** Commands, ready to be pasted; those that would do nothing are left out. */
export interface SweepCommands {
  readonly resume?: string;
  readonly rerunFailed?: string;
  readonly cancel?: string;
}

/** What makes sense for a sweep as it stands: to stop what goes on, or to go on with what has stopped. */
export function commandsFor(
  {sweep, submission, atWork}: Pick<SweepListing, 'sweep' | 'submission' | 'atWork'>,
  {counts, runs}: {readonly counts: Readonly<Record<string, number>>; readonly runs: string}
): SweepCommands {
  const line = (...words: readonly string[]) =>
    ['espalier', ...words, ...(runs === 'runs' ? [] : ['--runs', runs])].map(quoted).join(' ');
  if (atWork) return {cancel: line('cancel', sweep)};
  if (!submission) return {};
  const left = ['queued', 'interrupted', 'cancelled', 'not begun'].some(status => (counts[status] ?? 0) > 0);
  return {
    ...(left && {resume: line('resume', sweep)}),
    ...((counts['failed'] ?? 0) > 0 && {rerunFailed: line('resume', sweep, '--rerun-failed')})
  };
}
