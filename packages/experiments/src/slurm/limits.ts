import {slurm} from './command.ts';
import {explainRefusal} from './explain.ts';

/** What the cluster allows. */
export interface SlurmLimits {
  /** Tasks that one array may have. */
  readonly arrayTasks: number;
}

const DEFAULT_ARRAY_TASKS = 1001;

/** Asks the controller what it allows. Throws a SlurmError where there is none, or no Slurm. */
export async function slurmLimits(): Promise<SlurmLimits> {
  const said = await slurm('scontrol', ['show', 'config']);
  if (!said.ok) throw await explainRefusal('scontrol', said);
  return parseLimits(said.stdout);
}

/** Reads the text of `scontrol show config`. Indices are below MaxArraySize, and ours begin at 0. */
export function parseLimits(text: string): SlurmLimits {
  const setting = /^MaxArraySize\s*=\s*(\d+)/m.exec(text)?.[1];
  return {arrayTasks: Math.max(1, Number(setting ?? DEFAULT_ARRAY_TASKS))};
}
