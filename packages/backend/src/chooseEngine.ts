import {availableParallelism} from 'node:os';
import type {EngineChoice} from './engine.ts';
import {EngineError} from './engineError.ts';

const choices: readonly EngineChoice[] = ['auto', 'native', 'gpu', 'wasm', 'js'];

/** What is asked for, else `ESPALIER_ENGINE`, else 'auto'. Throws an EngineError for a name that is none. */
export function chooseEngine(asked = process.env.ESPALIER_ENGINE): EngineChoice {
  const choice = choices.find(name => name === (asked || 'auto'));
  if (!choice) throw new EngineError(`Expected ESPALIER_ENGINE to be one of ${choices.join(', ')}, got "${asked}"`);
  return choice;
}

/** What is asked for, else `ESPALIER_THREADS`, else one per core. Throws an EngineError for what is no count. */
export function chooseThreads(asked?: number): number {
  const threads = asked ?? Number(process.env.ESPALIER_THREADS || availableParallelism());
  if (!Number.isInteger(threads) || threads < 1) {
    throw new EngineError(`Expected the thread count (ESPALIER_THREADS) to be a positive integer, got ${threads}`);
  }
  return threads;
}
