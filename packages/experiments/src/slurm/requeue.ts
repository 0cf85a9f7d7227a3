import {appendFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {readArrayRecord} from './arrays.ts';
import {slurm} from './command.ts';
import {readLines} from '../runs/lines.ts';
import {taskFields, type TaskFields} from './taskFields.ts';

/** The task that this process is. */
export interface OwnTask {
  /** As Slurm's commands take it, `123_4`. The bare job id might mean the whole array. */
  readonly name: string;
  /** Folder of the array. */
  readonly folder: string;
}

/** The task that this process is; nothing outside of one. */
export function ownTask(env: NodeJS.ProcessEnv = process.env): OwnTask | undefined {
  const {SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task, ESPALIER_SLURM_ARRAY: folder} = env;
  return job && task && folder ? {name: `${job}_${task}`, folder} : undefined;
}

/**
 * What comes of a task that was told to stop: `requeued` by its own request; `taken` where Slurm has decided already,
 * by cancelling or requeueing it; `left` where it may not go on, so that the next sweep has to.
 */
export type TaskEnd = 'requeued' | 'taken' | 'left';

/** A controller that is being restarted answers again soon. */
const TRIES = 5;
const PAUSE_MILLISECONDS = 2000;

/**
 * Asks Slurm to queue this task again, after it was told to stop and has written its checkpoint. Preempted tasks are
 * queued again always, others only `maxTimeouts` times: work that never gets to a checkpoint would go round for ever.
 * A task that exits instead of asking is over, also when it was preempted.
 */
export async function requeueTask({name, folder}: OwnTask): Promise<TaskEnd> {
  const record = await readArrayRecord(folder);
  const log = join(folder, `${name}.timeouts`);
  let asked = false;
  for (let i = 0; i < TRIES; i++) {
    if (i > 0) await sleep(PAUSE_MILLISECONDS);
    const fields = await taskFields(name);
    if (!fields) continue;
    const why = whyStopped(fields);
    if (why === 'taken') return asked ? 'requeued' : 'taken';
    if (why === 'limit' && !asked) {
      const timeouts = await readLines(log);
      if (timeouts.length >= (record?.options.maxTimeouts ?? 0)) return 'left';
      await appendFile(log, `${JSON.stringify({stopped: new Date().toISOString()})}\n`);
    }
    asked = true;
    // The controller signals this process and its children while it answers: the answer may be lost.
    if ((await slurm('scontrol', ['requeue', name])).ok) return 'requeued';
  }
  return 'left';
}

/** `taken` where Slurm is done with this attempt, `preempted`, or `limit`, as is everything else that stops a task. */
export function whyStopped({JobState, PreemptTime = 'None'}: TaskFields): 'taken' | 'preempted' | 'limit' {
  if (JobState !== 'RUNNING') return 'taken';
  return PreemptTime === 'None' ? 'limit' : 'preempted';
}
