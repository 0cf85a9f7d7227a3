import {setTimeout as sleep} from 'node:timers/promises';
import {TrackingError} from './TrackingError.ts';

/** Milliseconds between one attempt and the next. */
const WAITS = [500, 1000, 2000];

/**
 * Does work that begins by looking at what the server has, and so may be done again as a whole: after trouble that may
 * pass, a few times, with growing waits.
 */
export async function persistently<T>(work: () => Promise<T>, waits: readonly number[] = WAITS): Promise<T> {
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TrackingError && error.passing)) throw error;
      await sleep(wait);
    }
  }
  return work();
}
