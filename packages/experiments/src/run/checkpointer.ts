import {ConfigError} from '../schema/ConfigError.ts';
import {Interrupted} from './events.ts';
import type {RunContext} from './runContext.ts';

/** Seconds between two checkpoints, at least. */
const SECONDS = 5;
const SECONDS_VARIABLE = 'ESPALIER_CHECKPOINT_SECONDS';

/** So many times as long as writing the last one took is worked before the next is written: at most 5 % of the time. */
const WORK_PER_COST = 20;

/** Writes checkpoints of a piece of work when it is time to. */
export interface Checkpointer {
  /**
   * To await wherever the work can go on from later. Writes a checkpoint where one is due; one that cannot be written is
   * dropped with a line in the log. Throws `Interrupted` when the work is to stop. `always` writes one that is not due.
   */
  readonly boundary: (write: () => Promise<void>, options?: {readonly always?: boolean}) => Promise<void>;
}

export type CheckpointerOptions = Pick<RunContext, 'signal' | 'checkpointSoon' | 'log'>;

/** The time counts from now on. Throws a ConfigError where `ESPALIER_CHECKPOINT_SECONDS` is no number of seconds. */
export function createCheckpointer({signal, checkpointSoon, log}: CheckpointerOptions): Checkpointer {
  const seconds = secondsBetween();
  let last = performance.now();
  let cost = 0;
  let failed = false;
  const isDue = () => seconds === 0 || performance.now() - last >= Math.max(1000 * seconds, WORK_PER_COST * cost);
  const write = async (work: () => Promise<void>) => {
    const started = performance.now();
    try {
      await work();
      failed = false;
    } catch (error) {
      if (!failed)
        log?.complain(`Went on without a checkpoint: ${error instanceof Error ? error.message : String(error)}`);
      failed = true;
    }
    last = performance.now();
    cost = last - started;
  };
  return {
    boundary: async (work, {always = false} = {}) => {
      const isOver = signal?.aborted === true || checkpointSoon?.aborted === true;
      if (isOver || always || isDue()) await write(work);
      if (isOver) throw new Interrupted('Interrupted.');
    }
  };
}

/** `ESPALIER_CHECKPOINT_SECONDS` in place of 5; with 0, a checkpoint is written at every place. */
function secondsBetween(): number {
  const text = process.env[SECONDS_VARIABLE];
  if (text === undefined || text === '') return SECONDS;
  const seconds = Number(text);
  if (seconds >= 0) return seconds;
  throw new ConfigError(`Expected ${SECONDS_VARIABLE} to be a number of seconds, at least 0, got "${text}".`);
}
