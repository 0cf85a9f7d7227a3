import type {Status} from '../runs/meta.ts';

/**
 * What Slurm says of a task. `gone` is a task that Slurm no longer remembers, `unknown` one that it could not be asked
 * about.
 */
export type TaskState =
  'queued' | 'running' | 'completed' | 'failed' | 'timeout' | 'preempted' | 'cancelled' | 'gone' | 'unknown';

const STATES: Readonly<Record<string, TaskState>> = {
  RUNNING: 'running',
  COMPLETING: 'running',
  SIGNALING: 'running',
  STAGE_OUT: 'running',
  STOPPED: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  OUT_OF_MEMORY: 'failed',
  NODE_FAIL: 'failed',
  BOOT_FAIL: 'failed',
  DEADLINE: 'failed',
  LAUNCH_FAILED: 'failed',
  RECONFIG_FAIL: 'failed',
  TIMEOUT: 'timeout',
  PREEMPTED: 'preempted',
  CANCELLED: 'cancelled',
  REVOKED: 'cancelled'
};

/** Reads a state as squeue and sacct write it: `CANCELLED by 1000`, `CANCELLED+`. What has not ended or begun waits. */
export function taskState(text: string): TaskState {
  const word = /^[A-Z_]+/.exec(text.trim())?.[0] ?? '';
  return STATES[word] ?? 'queued';
}

/** True while Slurm will do something about the task by itself, or nobody knows. */
export function isAlive(state: TaskState): boolean {
  return state === 'queued' || state === 'running' || state === 'unknown';
}

/**
 * Status of a run from what its task does and what its record says. Records rule over Slurm: a completed task has done
 * its run only if the record says so, and a run whose task ended without telling has failed.
 */
export function runStatus(task: TaskState, recorded: Status = 'queued'): Status {
  if (recorded === 'finished') return 'finished';
  switch (task) {
    case 'unknown':
      return recorded;
    case 'queued':
      return 'queued';
    case 'running':
      return recorded === 'running' || recorded === 'failed' || recorded === 'cancelled' ? recorded : 'queued';
    case 'cancelled':
      return recorded === 'failed' ? 'failed' : 'cancelled';
    default:
      return recorded === 'queued' || recorded === 'running' ? endedWithoutWord(task) : recorded;
  }
}

/** What dies by itself has failed; what ran out of time or was put aside can go on. */
function endedWithoutWord(task: TaskState): Status {
  return task === 'failed' || task === 'completed' ? 'failed' : 'interrupted';
}
