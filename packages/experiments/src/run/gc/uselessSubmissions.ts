import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {foldersIn} from '../../runs/foldersIn.ts';
import {isAtWork} from '../../runs/presence.ts';
import type {RunStore} from '../../runs/runStore.ts';
import {
  newestSubmission,
  readSubmission,
  submissionFolder,
  sweepFolder,
  type Submission
} from '../../runs/submission.ts';
import {readSweepArrays} from '../../slurm/arrays.ts';
import {SlurmError} from '../../slurm/SlurmError.ts';
import {keysUnderWay, pollSweep} from '../../slurm/underWay.ts';
import type {Found, Garbage} from './garbage.ts';
import {sizeAndAge} from './sizeAndAge.ts';

/** Submissions that a newer one of their sweep replaces, and what is left of sweeps without runs. */
export async function uselessSubmissions(
  store: RunStore,
  {isOld}: {readonly isOld: (changed: number) => boolean}
): Promise<Found> {
  const garbage: Garbage[] = [];
  const kept: string[] = [];
  const add = (path: string, reason: string) => {
    const {bytes, changed} = sizeAndAge(path);
    if (!isOld(changed)) return;
    const remove = () => rm(path, {recursive: true, force: true}).then(() => true);
    garbage.push({kind: 'submission', path, bytes, reason, remove});
  };
  for (const sweep of foldersIn(join(store.root, '.sweeps'))) {
    const folder = sweepFolder(store, sweep);
    const newest = await newestSubmission(store, sweep);
    const hasRuns = existsSync(join(store.root, sweep));
    const older = newest ? await olderThan(store, newest) : [];
    if (hasRuns && older.length === 0) continue;
    if (newest && (await isAtWork(folder, newest.launcher))) continue;
    const why = await whyNeeded(folder);
    if (why !== undefined) kept.push(`The submissions of ${sweep} are kept: ${why}`);
    else if (!hasRuns) add(folder, 'its sweep has no runs');
    else for (const id of older) add(join(folder, id), 'its sweep was submitted again');
  }
  return {garbage, kept};
}

/** What cannot be read may be of a newer version, and is left alone. */
async function olderThan(store: RunStore, {sweep, number}: Submission): Promise<readonly string[]> {
  const ids = foldersIn(sweepFolder(store, sweep));
  const found = await Promise.all(ids.map(id => readSubmission(submissionFolder(store, sweep, id))));
  return ids.filter((_id, i) => (found[i]?.number ?? Infinity) < number);
}

/** What Slurm still works on is needed, and so is what it cannot be asked about. */
async function whyNeeded(folder: string): Promise<string | undefined> {
  if ((await readSweepArrays(folder)).size === 0) return undefined;
  try {
    const {size} = keysUnderWay(await pollSweep(folder));
    return size === 0 ? undefined : `Slurm works on ${size} of its runs.`;
  } catch (error) {
    if (error instanceof SlurmError) return error.message;
    throw error;
  }
}
