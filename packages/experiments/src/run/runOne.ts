import {ConfigError} from '../schema/ConfigError.ts';
import {loadExperiment} from './loadExperiment.ts';
import {runSweep, type SweepOptions, type SweepSummary} from './runSweep.ts';

export type RunOneOptions = Omit<SweepOptions, 'name' | 'jobs' | 'lone'>;

/** Name of the folder that holds lone runs. */
const SINGLE = 'single';

/** Does the one run of an experiment file, in `runs/single/`. Throws a ConfigError where the file describes several. */
export async function runOne(file: string, options: RunOneOptions = {}): Promise<SweepSummary> {
  const {runs} = await loadExperiment(file, options);
  if (runs.length !== 1) {
    const keys = [...new Set(runs.flatMap(({point}) => Object.keys(point)))];
    const remedies = [
      ...keys.map(key => `${key}=VALUE`),
      ...(new Set(runs.map(({seed}) => seed)).size > 1 ? ['--seeds N'] : [])
    ];
    throw new ConfigError(
      `Expected ${file} to describe one run, got ${runs.length}. Choose one point by ${remedies.join(' ')}, or use espalier sweep.`
    );
  }
  return runSweep(file, {...options, name: SINGLE, rerunFailed: true, lone: true});
}
