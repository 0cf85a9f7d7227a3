import {rm} from 'node:fs/promises';
import {readMeta} from '../../runs/meta.ts';
import {holdingRun} from '../../runs/runLease.ts';
import {checkpointedAttempts, checkpointFile} from '../checkpoints.ts';
import type {ListedRun} from '../listRuns.ts';
import type {Garbage} from './garbage.ts';
import {sizeAndAge} from './sizeAndAge.ts';

/** Checkpoints of finished runs, which killed processes leave; with `given up` also those of failed and cancelled ones. */
export async function uselessCheckpoints(
  runs: readonly ListedRun[],
  {givenUp, isOld}: {readonly givenUp: boolean; readonly isOld: (changed: number) => boolean}
): Promise<readonly Garbage[]> {
  const over = givenUp ? ['finished', 'failed', 'cancelled'] : ['finished'];
  const found: Garbage[] = [];
  for (const {folder, status} of runs.filter(run => over.includes(run.status))) {
    for (const attempt of await checkpointedAttempts(folder)) {
      const path = checkpointFile(folder, attempt);
      const {bytes, changed} = sizeAndAge(path);
      if (!isOld(changed)) continue;
      found.push({kind: 'checkpoint', path, bytes, reason: `its run is ${status}`, remove: () => remove(folder, path)});
    }
  }
  return found;
}

/** Only if nobody has gone on with the run. */
async function remove(folder: string, path: string): Promise<boolean> {
  const attempt = await holdingRun(folder, async () => {
    if ((await readMeta(folder))?.status === 'queued') return false;
    await rm(path, {force: true});
    return true;
  });
  return !attempt.held && attempt.value;
}
