import {slurm} from './command.ts';
import {explainRefusal} from './explain.ts';
import {clusterOption} from './poll.ts';

/** An array, or some of its tasks by their numbers. */
export interface CancelledJob {
  readonly job: string;
  readonly cluster?: string;
  readonly tasks?: readonly number[];
}

/** Names of tasks on one command line. */
const MOST_NAMES = 500;

/**
 * Cancels whole arrays, or single tasks. What has ended already is no error.
 *
 * @throws SlurmError where Slurm cannot be asked or refuses
 */
export async function cancelSlurm(jobs: readonly CancelledJob[]): Promise<void> {
  for (const {job, cluster, tasks} of jobs) {
    const names = tasks?.map(task => `${job}_${task}`) ?? [job];
    for (let i = 0; i < names.length; i += MOST_NAMES) {
      const said = await slurm('scancel', [...clusterOption(cluster), ...names.slice(i, i + MOST_NAMES)]);
      if (!said.ok && !/invalid job id|already completing|completed/i.test(said.stderr)) {
        throw await explainRefusal('scancel', said);
      }
    }
  }
}
