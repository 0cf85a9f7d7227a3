import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Engine} from '@espalier/backend';
import type {PlannedRun} from '../run/planSweep.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import type {Halving} from '../schema/halving.ts';
import type {Tracking} from '../schema/tracking.ts';
import {digestOf, recordJson} from './canonicalJson.ts';
import {foldersIn} from './foldersIn.ts';
import {readLines} from './lines.ts';
import type {RunDigests} from './runKey.ts';
import type {RunStore} from './runStore.ts';
import {writeAtomically, writeJson} from './writeAtomically.ts';

/** Who does the runs of a submission. */
export type SubmittedTo =
  | {readonly kind: 'local'; readonly host: string; readonly pid: number}
  | {readonly kind: 'slurm'; readonly jobs: readonly string[]};

/** `submission.json`: what a sweep froze before its work began. */
export interface Submission {
  readonly format: 'espalier.submission/1';
  readonly id: string;
  /** The newest of a sweep has the largest: clocks may be wrong. */
  readonly number: number;
  readonly sweep: string;
  /** ISO 8601. */
  readonly submitted: string;
  readonly argv: readonly string[];
  /** The experiment file, where there was one. */
  readonly file?: string;
  readonly dataDir?: string;
  /** Digests of the plugins, in the order of the configuration. */
  readonly plugins: readonly string[];
  readonly engine: Engine;
  readonly launcher: SubmittedTo;
  /** Decides which of the runs are done. */
  readonly halving?: Halving;
  /** Where it is followed while it works. */
  readonly tracking?: Tracking;
  /** Number of lines of `runs.jsonl`. */
  readonly runs: number;
}

/** One line of `runs.jsonl`: a run with everything that its key is made from. */
export type SubmittedRun = Pick<PlannedRun, 'key' | 'id'> & {
  readonly config: RunConfig;
  readonly digests: RunDigests;
};

export type NewSubmission = Pick<
  Submission,
  'sweep' | 'argv' | 'file' | 'dataDir' | 'plugins' | 'engine' | 'launcher' | 'halving' | 'tracking'
>;

/**
 * Freezes a plan in `runs/.sweeps/<sweep>/<id>/`. The id is made of the runs' keys: the same plan is the same
 * submission, and is told anew who does it.
 */
export async function writeSubmission(
  store: RunStore,
  plan: readonly PlannedRun[],
  about: NewSubmission
): Promise<Submission> {
  const id = digestOf(plan.map(({key}) => key)).slice(0, 12);
  const folder = submissionFolder(store, about.sweep, id);
  const [before, newest] = await Promise.all([readSubmission(folder), newestSubmission(store, about.sweep)]);
  if (!before || !(await isWhole(folder, before))) {
    const lines = plan.map(({key, id: run, config, inputs: {digests}}) => recordJson({key, id: run, config, digests}));
    await writeAtomically(join(folder, 'runs.jsonl'), lines.map(line => `${line}\n`).join(''));
  }
  const submission: Submission = {
    format: 'espalier.submission/1',
    id,
    number: (newest?.number ?? 0) + 1,
    submitted: new Date().toISOString(),
    ...about,
    runs: plan.length
  };
  await writeJson(join(folder, 'submission.json'), submission);
  return submission;
}

/** What was submitted last under the name of a sweep. */
export async function newestSubmission(store: RunStore, sweep: string): Promise<Submission | undefined> {
  const folders = foldersIn(sweepFolder(store, sweep)).map(id => submissionFolder(store, sweep, id));
  const found = (await Promise.all(folders.map(readSubmission))).filter(one => one !== undefined);
  return found.reduce<Submission | undefined>(
    (best, one) => (best && best.number > one.number ? best : one),
    undefined
  );
}

/** The submission in a folder; nothing where there is none that can be read. */
export async function readSubmission(folder: string): Promise<Submission | undefined> {
  try {
    const found = JSON.parse(await readFile(join(folder, 'submission.json'), 'utf8')) as Submission;
    return (found.format as string) === 'espalier.submission/1' ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Whether all frozen runs are there. */
async function isWhole(folder: string, {runs}: Submission): Promise<boolean> {
  return readSubmittedRuns(folder).then(
    lines => lines.length === runs,
    () => false
  );
}

/** The frozen runs in their order. Throws a ConfigError where the file is damaged. */
export async function readSubmittedRuns(folder: string): Promise<readonly SubmittedRun[]> {
  const file = join(folder, 'runs.jsonl');
  try {
    return (await readLines(file)) as SubmittedRun[];
  } catch (cause) {
    throw new ConfigError(`Expected the frozen runs in ${file} to be readable, got a damaged file. Sweep again.`, {
      cause
    });
  }
}

export function submissionFolder(store: RunStore, sweep: string, id: string): string {
  return join(sweepFolder(store, sweep), id);
}

/** Where everything about a sweep lies that is not one run's. */
export function sweepFolder(store: RunStore, sweep: string): string {
  return join(store.root, '.sweeps', sweep);
}
