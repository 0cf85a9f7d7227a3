import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {isAtWork} from '../runs/presence.ts';
import type {RunStore} from '../runs/runStore.ts';
import {
  newestSubmission,
  submissionFolder,
  sweepFolder,
  type Submission,
  type SubmittedRun
} from '../runs/submission.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import type {ListedRun} from './listRuns.ts';

/** What was submitted last of a sweep and has not begun. */
export interface WaitingRuns {
  readonly submission: Submission;
  /** Somebody works on the sweep as far as this machine can see. Of Slurm only Slurm can tell. */
  readonly atWork: boolean;
  /** As lists show them; begun when they were submitted. */
  readonly runs: readonly ListedRun[];
}

/**
 * Runs of the newest submission of a sweep that have no folder yet, in their order; `listed` are those that have. Nothing
 * where nothing was submitted. Throws a ConfigError where the submission is damaged.
 */
export async function listWaiting(
  store: RunStore,
  sweep: string,
  listed: readonly Pick<ListedRun, 'id' | 'status'>[]
): Promise<WaitingRuns | undefined> {
  const submission = await newestSubmission(store, sweep);
  if (!submission) return undefined;
  const begun = new Set(listed.map(({id}) => id));
  const waiting = await readUnbegun(submissionFolder(store, sweep, submission.id), begun);
  const runs = waiting.map(run => asListed(run, {store, submission}));
  const running = listed.some(({status}) => status === 'running');
  const atWork = running || (runs.length > 0 && (await isAtWork(sweepFolder(store, sweep), submission.launcher)));
  return {submission, atWork, runs};
}

/** Lines are long and most of them may be of runs that have begun: of those only the beginning is read. */
async function readUnbegun(folder: string, begun: ReadonlySet<string>): Promise<readonly SubmittedRun[]> {
  const file = join(folder, 'runs.jsonl');
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    return lines.flatMap(line => {
      const id = /^\{"key":"\w+","id":"([^"\\]+)"/.exec(line)?.[1];
      if (id !== undefined && begun.has(id)) return [];
      const run = JSON.parse(line) as SubmittedRun;
      return begun.has(run.id) ? [] : [run];
    });
  } catch (cause) {
    throw new ConfigError(`Expected the frozen runs in ${file} to be readable, got a damaged file. Sweep again.`, {
      cause
    });
  }
}

interface Place {
  readonly store: RunStore;
  readonly submission: Submission;
}

function asListed({id, key, config}: SubmittedRun, {store, submission}: Place): ListedRun {
  const {sweep, submitted} = submission;
  const {seed, point} = config;
  const meta = {key, seed, point, status: 'queued', created: submitted, heartbeat: submitted} as const;
  return {
    sweep,
    id,
    folder: store.runFolder(sweep, id),
    status: 'queued',
    meta: {...meta, attempts: [], stages: {}}
  };
}
