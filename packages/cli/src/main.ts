import {explainError} from './errors/explainError.ts';
import {createProgram} from './program.ts';

/** Runs one command; the process ends with its exit code when the output is written. */
export async function main(args: readonly string[]): Promise<void> {
  watchOutput();
  try {
    await createProgram().parseAsync(args, {from: 'user'});
  } catch (error) {
    const {message, exitCode} = explainError(error);
    if (message !== undefined) process.stderr.write(`espalier: ${message}\n`);
    if (process.env.ESPALIER_DEBUG) process.stderr.write(`${stackOf(error)}\n`);
    process.exitCode = exitCode;
  }
}

/** `espalier ls | head` closes our output early, which is no error; a full disk below it is one. */
function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      if (stream === process.stdout) process.stderr.write(`espalier: Could not write the output: ${error.message}.\n`);
      process.exit(3);
    });
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
