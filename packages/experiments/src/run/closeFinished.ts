import {readMeta, writeMeta} from '../runs/meta.ts';
import {holdingRun} from '../runs/runLease.ts';
import {removeCheckpoints} from './checkpoints.ts';
import {removeMilestones} from './milestones/milestoneFiles.ts';
import type {PlannedRun} from './planSweep.ts';

/**
 * Closes the records of runs whose process died just when their result was there: nothing else would, since they count as
 * finished. What they went on from is removed. Runs that somebody is at are left alone, and so is what cannot be written.
 */
export async function closeFinished(plan: readonly PlannedRun[]): Promise<void> {
  for (const {folder, open} of plan) {
    if (open) await holdingRun(folder, () => close(folder)).catch(() => undefined);
  }
}

async function close(folder: string): Promise<void> {
  await Promise.all([removeCheckpoints(folder), removeMilestones(folder)]);
  const meta = await readMeta(folder);
  if (!meta) return;
  const ended = new Date().toISOString();
  const attempts = meta.attempts.map(attempt =>
    attempt.status === 'running' ? {...attempt, status: 'finished' as const, ended} : attempt
  );
  await writeMeta(folder, {...meta, status: 'finished', attempts});
}
