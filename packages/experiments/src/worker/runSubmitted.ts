import {join, resolve} from 'node:path';
import type {Executed} from '../run/executeRun.ts';
import type {Launched} from '../runs/meta.ts';
import {readSubmission, readSubmittedRuns} from '../runs/submission.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {openWorker} from './openWorker.ts';

export interface RunSubmittedOptions {
  readonly launcher: Launched;
  /** Stops at the next good moment. */
  readonly signal?: AbortSignal;
  /** Stops behind the next checkpoint. */
  readonly checkpointSoon?: AbortSignal;
  readonly onNotice?: (line: string) => void;
}

/**
 * Does one run of a submission, by its line from 0; `held` where somebody else is at it. Throws a ConfigError where there
 * is no such run, and what keeps the engine from starting.
 */
export async function runSubmitted(
  folder: string,
  index: number,
  {launcher, signal, checkpointSoon, onNotice}: RunSubmittedOptions
): Promise<Executed | 'held'> {
  const submission = await readSubmission(folder);
  if (!submission) throw new ConfigError(`Expected a submission in ${folder}, got none that can be read. Sweep again.`);
  const run = (await readSubmittedRuns(folder))[index];
  if (!run) throw new ConfigError(`Expected a run from 0 to ${submission.runs - 1} of ${folder}, got ${index}.`);
  const {dataDir, argv} = submission;
  // A submission lies at `<runs>/.sweeps/<sweep>/<id>`.
  const runs = resolve(join(folder, '..', '..', '..'));
  const worker = await openWorker({runs, dataDir, argv, onNotice});
  return worker.run(run, {launcher, signal, checkpointSoon});
}
