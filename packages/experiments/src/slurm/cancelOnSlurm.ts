import {sweepFolder} from '../runs/submission.ts';
import type {RunStore} from '../runs/runStore.ts';
import {readSweepArrays} from './arrays.ts';
import {cancelSlurm} from './cancel.ts';
import {pollSlurm} from './poll.ts';
import {isAlive} from './states.ts';

/**
 * Cancels what Slurm still works on of a sweep, and returns the number of tasks. Running tasks see for themselves that the
 * sweep was cancelled, if that was asked for before.
 *
 * @throws SlurmError where Slurm is needed and cannot be asked
 */
export async function cancelOnSlurm(store: RunStore, sweep: string): Promise<number> {
  const arrays = [...(await readSweepArrays(sweepFolder(store, sweep))).values()].flat();
  if (arrays.length === 0) return 0;
  const polled = await pollSlurm(arrays);
  const alive = polled.map(({tasks}) => tasks.filter(({state}) => isAlive(state)).length);
  const jobs = polled.flatMap(({job}, i) => {
    const {cluster} = arrays[i]!;
    return job !== undefined && alive[i] !== 0 ? [{job, ...(cluster !== undefined && {cluster})}] : [];
  });
  await cancelSlurm(jobs);
  return alive.reduce((sum, count) => sum + count, 0);
}
