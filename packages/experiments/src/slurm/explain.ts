import {slurm, type Said} from './command.ts';
import {SlurmError} from './SlurmError.ts';

const NO_CONTROLLER =
  /unable to contact slurm controller|unable to establish|connection (refused|reset)|socket timed out|did not answer within|could not establish a configuration source|no dns srv record|zero bytes were transmitted|unable to process configuration file|munge/i;

/** What sbatch says of a job that no node can ever take. */
const IMPOSSIBLE =
  /requested node configuration is not available|more processors requested|cpu count per node|memory (required by task|specification)|node count specification|generic resource|feature specification/i;

const TIME = /time limit/i;
const WHO = /invalid (account|qos)|account\/partition|violates accounting|\bqos\b/i;
const TOO_MANY = /job submit limit|maximum number of jobs|MaxJobCount|AssocMaxSubmit|QOSMaxSubmit|temporarily unable/i;

/** True where the controller could not be asked, so that nothing is known. */
export function isUnreachable({ok, stderr}: Said): boolean {
  return !ok && NO_CONTROLLER.test(stderr);
}

/** True where sbatch said that no node can do what is asked for. */
export function isImpossible({ok, stderr}: Said): boolean {
  return !ok && IMPOSSIBLE.test(stderr);
}

/** The error for a command that was refused: what was expected, what came, and the remedy. */
export async function explainRefusal(command: string, said: Said): Promise<SlurmError> {
  const text = lastWords(said);
  if (isUnreachable(said)) {
    return new SlurmError(
      `Expected an answer of Slurm's controller, got "${text}". \`scontrol ping\` says whether it is up; sweep again when it is.`
    );
  }
  if (/partition/i.test(text) && /invalid|not available|inactive/i.test(text) && !WHO.test(text)) {
    const partitions = await slurm('sinfo', ['--noheader', '--format=%R']);
    const known = [...new Set(partitions.stdout.split('\n').filter(Boolean))].join(', ');
    return new SlurmError(`Expected a partition of this cluster (${known}), got "${text}". Name one with --partition.`);
  }
  return new SlurmError(`Expected ${command} to take the sweep, got "${text}". ${remedy(text)}`);
}

function remedy(text: string): string {
  if (TOO_MANY.test(text)) return 'Sweep again when some tasks have ended: what was submitted is not submitted twice.';
  if (WHO.test(text)) return 'Name what you may use with --account and --qos; `sacctmgr show associations` lists it.';
  if (TIME.test(text)) return 'Ask for less with --time; `sinfo --format="%R %l"` lists the limits of partitions.';
  if (IMPOSSIBLE.test(text)) {
    return 'Ask for less with --cpus-per-task, --memory or --gres, or for other nodes with --partition or --constraint; `sinfo --format="%R %c %m %G"` lists what nodes have.';
  }
  return 'Options of sbatch come from the slurm: section of the experiment file and from the command line.';
}

/** The end of what was said, without the names of programs in front. */
function lastWords({stdout, stderr}: Said): string {
  const lines = `${stderr}\n${stdout}`.split('\n').map(line => line.replace(/^\w+: (error: |fatal: )?/, '').trim());
  const said = lines.filter(line => line !== '' && !line.startsWith('Try "'));
  return (said.find(line => /fail|invalid/i.test(line)) ?? said[0] ?? 'nothing')
    .replace(/^(Batch job submission failed|allocation failure): /, '')
    .replace(/\.$/, '');
}
