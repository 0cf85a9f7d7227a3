import {constants} from 'node:os';
import {SilentExit} from '../errors/SilentExit.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface InterruptibleOptions {
  /** Said when the work has stopped: how to go on, for one. */
  readonly onStopped?: () => void;
  readonly quiet?: boolean;
}

/**
 * Runs work that can stop at a good moment. The first Ctrl-C (or SIGTERM) asks it to, the second ends the process at
 * once. The exit code is 130 or 143, as a shell would have it.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  {onStopped = () => undefined, quiet = false}: InterruptibleOptions = {}
): Promise<T> {
  const controller = new AbortController();
  let exitCode = 0;
  const onSignal = (name: NodeJS.Signals) => {
    if (exitCode !== 0) process.exit(exitCode);
    exitCode = 128 + constants.signals[name];
    if (!quiet) process.stderr.write('\nStopping at the next good moment; once more to stop at once.\n');
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    const result = await work(controller.signal);
    if (exitCode === 0) return result;
  } catch (error) {
    if (exitCode === 0) throw error;
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
  onStopped();
  throw new SilentExit(exitCode);
}
