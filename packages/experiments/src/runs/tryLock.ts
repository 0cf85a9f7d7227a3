import {withLock} from '@espalier/backend/lock';

/** What came of an attempt to take a lock without waiting. */
export type Attempt<T> = {readonly held: true} | {readonly held: false; readonly value: T};

/** Runs `fn` under the lock, or says at once that somebody else holds it. */
export async function tryLock<T>(name: string, fn: () => Promise<T>): Promise<Attempt<T>> {
  const busy = new Error('held by another process');
  const refuse = () => {
    throw busy;
  };
  try {
    return {held: false, value: await withLock(name, fn, {onWait: refuse})};
  } catch (error) {
    if (error === busy) return {held: true};
    throw error;
  }
}
