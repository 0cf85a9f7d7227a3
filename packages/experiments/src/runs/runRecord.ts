import {writeMeta, type Meta} from './meta.ts';

const BEAT_MILLISECONDS = 10_000;

/** A run's `meta.json` while the run is held: changes are written one after the other, and a timer keeps it alive. */
export interface RunRecord {
  readonly meta: () => Meta;
  update(change: Partial<Meta>): Promise<void>;
  /** A change that may wait for the next write. */
  note(change: Partial<Meta>): void;
  /** Stops the timer and waits for the last write. */
  close(): Promise<void>;
}

export async function openRunRecord(folder: string, first: Meta): Promise<RunRecord> {
  let meta = first;
  let last: Promise<void> = writeMeta(folder, meta);
  await last;
  const update = (change: Partial<Meta>) => {
    meta = {...meta, ...change, heartbeat: new Date().toISOString()};
    const next = meta;
    last = last.catch(() => undefined).then(() => writeMeta(folder, next));
    return last;
  };
  const timer = setInterval(() => void update({}).catch(() => undefined), BEAT_MILLISECONDS);
  timer.unref();
  return {
    meta: () => meta,
    update,
    note: change => {
      meta = {...meta, ...change};
    },
    close: () => {
      clearInterval(timer);
      return last;
    }
  };
}
