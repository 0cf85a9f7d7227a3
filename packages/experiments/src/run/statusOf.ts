import type {RunAttempt, Status} from '../runs/meta.ts';
import {liveStatus} from '../runs/runLease.ts';
import {readSummary} from '../runs/runSummary.ts';

/** The status of the run in a folder; nothing where there is no record that can be read. */
export async function statusOf(folder: string): Promise<Status | undefined> {
  const summary = readSummary(folder);
  if (!summary) return undefined;
  return summary.result ? 'finished' : liveStatus(folder, summary.meta);
}

/** The attempts at the run in a folder, the first one first. */
export function attemptsOf(folder: string): readonly RunAttempt[] {
  return readSummary(folder)?.meta.attempts ?? [];
}
