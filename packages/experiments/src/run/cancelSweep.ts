import {randomBytes} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunStore} from '../runs/runStore.ts';
import {sweepFolder} from '../runs/submission.ts';
import {writeJson} from '../runs/writeAtomically.ts';

const LOOK_MILLISECONDS = 1000;

/** Asks every process that works on a sweep, on whatever machine, to stop; they see it within moments. */
export async function askToCancel(store: RunStore, sweep: string): Promise<void> {
  const sign = randomBytes(8).toString('hex');
  await writeJson(cancelFile(store, sweep), {format: 'espalier.cancel/1', sign});
}

export interface CancelWatch {
  /** Aborted with the reason `cancelled`, or when `signal` is, with its reason. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

/** Watches for a request to cancel a sweep that comes from now on. */
export async function watchForCancel(store: RunStore, sweep: string, signal?: AbortSignal): Promise<CancelWatch> {
  const controller = new AbortController();
  const file = cancelFile(store, sweep);
  const before = await readSign(file);
  const look = async () => {
    const now = await readSign(file);
    if (now !== undefined && now !== before) controller.abort('cancelled');
  };
  const timer = setInterval(() => void look(), LOOK_MILLISECONDS);
  timer.unref();
  const follow = () => {
    controller.abort(signal?.reason);
  };
  if (signal?.aborted) follow();
  signal?.addEventListener('abort', follow);
  return {
    signal: controller.signal,
    stop: () => {
      clearInterval(timer);
      signal?.removeEventListener('abort', follow);
    }
  };
}

async function readSign(file: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as {readonly sign?: string}).sign;
  } catch {
    return undefined;
  }
}

function cancelFile(store: RunStore, sweep: string): string {
  return join(sweepFolder(store, sweep), 'cancel.json');
}
