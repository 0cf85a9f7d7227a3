import {counted} from '../output/counted.ts';

/** `sweep --launcher slurm --json`. */
export interface SubmittedDocument {
  readonly format: 'espalier.submitted/1';
  readonly sweep: string;
  /** Folder of the run store. */
  readonly runs: string;
  readonly finished: number;
  /** Runs that failed earlier and were left alone. */
  readonly failed: number;
  /** Ids of the runs that were handed to Slurm now. */
  readonly submitted: readonly string[];
  /** Ids of the runs that wait or run since an earlier time. */
  readonly underWay: readonly string[];
  readonly arrays: readonly SubmittedArray[];
}

export interface SubmittedArray {
  /** Id of the array; null where Slurm did not live to tell it. */
  readonly job: string | null;
  readonly name: string;
  readonly cluster?: string;
  readonly tasks: number;
  /** Folder of the tasks' logs. */
  readonly logs: string;
}

/** What was handed to Slurm, and the commands to look at it and to cancel it. */
export function submittedText({sweep, finished, failed, submitted, underWay, arrays}: SubmittedDocument): string {
  const before = [
    finished > 0 ? `${counted(finished, 'run')} finished before` : undefined,
    failed > 0 ? `${counted(failed, 'run')} failed before (--rerun-failed does them again)` : undefined,
    underWay.length > 0 ? `${counted(underWay.length, 'run')} under way before` : undefined
  ].filter(part => part !== undefined);
  const said =
    submitted.length === 0 ? 'Submitted nothing' : `Submitted ${counted(submitted.length, 'run')} of ${sweep}`;
  const head = `${said}${before.length > 0 ? `; ${before.join(', ')}` : ''}.`;
  if (submitted.length + underWay.length === 0) return head;
  const list = arrays.map(({job, tasks, logs}) => `  array ${job ?? '?'}: ${counted(tasks, 'task')}, logs in ${logs}`);
  const names = arrays.map(({name}) => name).join(',');
  return [
    head,
    ...list,
    '',
    `Look:   espalier status ${sweep}    or: squeue --array --name=${names}`,
    `Cancel: espalier cancel ${sweep}    or: scancel ${arrays.flatMap(({job}) => job ?? []).join(' ')}`
  ].join('\n');
}
