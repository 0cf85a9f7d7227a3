import {slurm} from './command.ts';
import {explainRefusal, isImpossible} from './explain.ts';
import type {SlurmOptions} from './options.ts';
import {sbatchOptions} from './sbatchScript.ts';

/** States of nodes that take work now or when they are done with other work. */
const USABLE = /^(idle|mixed|allocated|completing|planned|reserved)[~#@$]*$/;

/**
 * Asks Slurm whether it would take tasks with these options, before anything is written. sbatch itself takes what no
 * node can ever do, and lets it wait for ever.
 *
 * @throws SlurmError that says why not
 */
export async function checkSlurm(options: SlurmOptions, threads: number): Promise<void> {
  const trial = {name: 'espalier', folder: '/tmp', tasks: 1, options, worker: [], threads};
  const said = await slurm('sbatch', ['--test-only', ...sbatchOptions(trial), '--wrap=true']);
  if (said.ok || (isImpossible(said) && (await someNodeIsDown(options.partition)))) return;
  throw await explainRefusal('sbatch', said);
}

/** While a node is down, Slurm says the same of what only that node can do as of what none can. */
async function someNodeIsDown(partition: string | undefined): Promise<boolean> {
  const where = partition === undefined ? [] : [`--partition=${partition}`];
  const said = await slurm('sinfo', ['--noheader', '--format=%T', ...where]);
  return said.stdout.split('\n').some(state => state !== '' && !USABLE.test(state));
}
