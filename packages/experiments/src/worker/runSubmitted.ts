import {join, resolve} from 'node:path';
import type {Executed} from '../run/executeRun.ts';
import {readSubmission, readSubmittedRuns} from '../runs/submission.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {openWorker, type DoOptions} from './openWorker.ts';

export interface RunSubmittedOptions extends DoOptions {
  readonly onNotice?: (line: string) => void;
}

/** How a run that was to be done here ended; `held` where somebody else is at it. */
export type Submitted = Executed | 'held';

/**
 * Does runs of a submission, by their lines from 0, one after the other, and says how each ended; what comes after one
 * that was stopped is left alone. Throws a ConfigError where there is no such run, and what keeps the engine from
 * starting.
 */
export async function runSubmitted(
  folder: string,
  lines: readonly number[],
  {onNotice, ...options}: RunSubmittedOptions
): Promise<readonly Submitted[]> {
  const submission = await readSubmission(folder);
  if (!submission) throw new ConfigError(`Expected a submission in ${folder}, got none that can be read. Sweep again.`);
  const all = await readSubmittedRuns(folder);
  const runs = lines.map(line => {
    const run = all[line];
    if (!run) throw new ConfigError(`Expected a run from 0 to ${all.length - 1} of ${folder}, got ${line}.`);
    return run;
  });
  const {dataDir, argv} = submission;
  // A submission lies at `<runs>/.sweeps/<sweep>/<id>`.
  const worker = await openWorker({runs: resolve(join(folder, '..', '..', '..')), dataDir, argv, onNotice});
  const ends: Submitted[] = [];
  for (const run of runs) {
    const end = await worker.run(run, options);
    ends.push(end);
    if (end !== 'held' && (end.status === 'interrupted' || end.status === 'cancelled')) break;
  }
  return ends;
}
