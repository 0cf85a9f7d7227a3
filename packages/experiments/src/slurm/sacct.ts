import type {SlurmTask} from './poll.ts';
import {taskState} from './states.ts';

/**
 * Reads `sacct --allocations --parsable2 --format=JobID,State,ExitCode` by the names of tasks, `123_4`. Tasks that wait
 * may come as one line, `123_[2-4%2]`, of which squeue knows more.
 */
export function parseSacct(text: string): ReadonlyMap<string, SlurmTask> {
  const tasks = new Map<string, SlurmTask>();
  for (const line of text.split('\n')) {
    const [id = '', state = '', exit = ''] = line.trim().split('|');
    // A requeued task has a line for each time; the last is how it stands.
    if (/^\d+_\d+$/.test(id)) tasks.set(id, {state: taskState(state), reason: reasonOf(state, exit)});
  }
  return tasks;
}

/** `exit code 7`, `signal 9`, or Slurm's word where there is neither. */
function reasonOf(state: string, exit: string): string {
  const [code = '0', signal = '0'] = exit.split(':');
  if (code !== '0') return `exit code ${code}`;
  return signal === '0' ? state : `signal ${signal}`;
}
