/** What came of an attempt to take a lock without waiting. */
export type Attempt<T> = {readonly held: true} | {readonly held: false; readonly value: T};

/** Takes a lock whose taking tells `onWait` when it has to wait, or says at once that somebody else holds it. */
export async function tryLock<T>(take: (onWait: () => void) => Promise<T>): Promise<Attempt<T>> {
  const busy = new Error('held by another process');
  const refuse = () => {
    throw busy;
  };
  try {
    return {held: false, value: await take(refuse)};
  } catch (error) {
    if (error === busy) return {held: true};
    throw error;
  }
}
