import {setImmediate} from 'node:timers/promises';

/** Tensor work is synchronous; this often a loop lets signals, timers and progress in. */
const EVERY_MS = 50;

/**
 * A function to await in long loops. It gives way to the event loop when the last time is a while ago, so that Ctrl-C is
 * heard and heartbeats beat.
 */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < EVERY_MS) return;
    await setImmediate();
    last = performance.now();
  };
}
