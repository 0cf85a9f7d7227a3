import {execa} from 'execa';
import {SlurmError} from './SlurmError.ts';

export type SlurmCommand = 'sbatch' | 'squeue' | 'scontrol' | 'scancel' | 'sacct' | 'sinfo';

/** What a command of Slurm said. */
export interface Said {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A controller that is down keeps some commands for many seconds. */
const TIMEOUT_MILLISECONDS = 60_000;

/** Filters and formats that users keep for themselves would hide tasks from us. */
const PERSONAL = /^(SQUEUE|SACCT|SCANCEL|SINFO)_/;

/** Variables that change what kind of job sbatch submits; whatever else they say is the user's default. */
const FOREIGN = new Set(['SBATCH_WAIT', 'SBATCH_NO_REQUEUE', 'SBATCH_ERROR', 'SBATCH_HINT']);

/**
 * Runs a command of Slurm. Its arguments never pass a shell.
 *
 * @throws SlurmError where the command is not installed. What it answers is for the caller to judge.
 */
export async function slurm(command: SlurmCommand, args: readonly string[]): Promise<Said> {
  const {failed, code, stdout, stderr, timedOut} = await execa(command, args, {
    reject: false,
    stdin: 'ignore',
    timeout: TIMEOUT_MILLISECONDS,
    extendEnv: false,
    env: cleanEnvironment(process.env)
  });
  if (code === 'ENOENT' || code === 'EACCES') {
    throw new SlurmError(
      `Expected the command ${command} of Slurm, got none on the PATH. Sweep on a login node of the cluster, or with --launcher local.`
    );
  }
  const late = timedOut ? `${command} did not answer within ${TIMEOUT_MILLISECONDS / 1000} s\n` : '';
  return {ok: !failed, stdout, stderr: `${late}${stderr}`};
}

function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !PERSONAL.test(name) && !FOREIGN.has(name)));
}
