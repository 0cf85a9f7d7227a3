import {slurm} from './command.ts';
import type {PolledTasks} from './poll.ts';

/**
 * Lets requeued tasks start now. Slurm keeps them back for two minutes after they were requeued, longer than many runs
 * take. A site that does not allow it loses nothing but these minutes.
 */
export async function clearHolds(polled: readonly PolledTasks[]): Promise<void> {
  for (const {job, tasks} of polled) {
    for (const [task, {state, reason}] of tasks.entries()) {
      if (state !== 'queued' || reason !== 'BeginTime') continue;
      await slurm('scontrol', ['update', `JobId=${job ?? ''}_${task}`, 'StartTime=now']);
    }
  }
}
