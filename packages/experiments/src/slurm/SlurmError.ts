/** Slurm is not there, does not answer, or does not take what it is asked for. Commands end with exit code 3. */
export class SlurmError extends Error {
  override readonly name = 'SlurmError';
  readonly exitCode = 3;
}
