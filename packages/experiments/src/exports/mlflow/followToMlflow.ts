import {statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {withLock} from '@espalier/backend/lock';
import {listRuns, type ListedRun} from '../../run/listRuns.ts';
import type {RunStore} from '../../runs/runStore.ts';
import {stampSummary} from '../../runs/runSummary.ts';
import {tryLock} from '../../runs/tryLock.ts';
import {quote} from '../../text/quote.ts';
import {exportLock, isOfOneRun} from './exportToMlflow.ts';
import {mlflowApi, type MlflowApi} from './mlflowApi.ts';
import {mlflowServer, type MlflowServer} from './server.ts';
import {openSweepAtMlflow, type SweepAtMlflow, type SweepAtMlflowOptions} from './sweepAtMlflow.ts';

/** Seconds between two looks at the runs, and at most while the server does not answer. */
const EVERY = 3;
const AT_MOST = 60;

/** Milliseconds that a server may take for an answer. */
const PATIENCE = 10_000;

export interface FollowOptions extends SweepAtMlflowOptions {
  readonly store: RunStore;
  readonly uri: string;
}

/** Something that follows a sweep. */
export interface Follower {
  /** Sends what is left, and ends. Never throws. */
  stop(): Promise<void>;
}

/**
 * Sends the runs of a sweep to an MLflow server while they grow, by their folders alone. A server that is gone or slow
 * costs a notice, never a run: all is tried again at the end, and where that fails too the command for later is told.
 * Throws a ConfigError where the address is none.
 */
export function followToMlflow({store, uri, ...options}: FollowOptions): Follower {
  const {sweep, onNotice = () => undefined} = options;
  const server = {...mlflowServer(uri), patience: PATIENCE, anew: true};
  const stopping = new AbortController();
  const look = lookerAt(store, server, options);
  let troubles = 0;

  const tryLook = async (isLast: boolean) => {
    try {
      await look(isLast);
      troubles = 0;
    } catch (error) {
      const {message} = error as Error;
      if (isLast)
        onNotice(`${message}\nNot all of ${sweep} is there. Once it can be: ${exportCommand(store, server, options)}`);
      else if (troubles++ === 0) onNotice(`${message} The sweep goes on without, and tries again.`);
    }
  };
  const pause = async () => {
    const seconds = Math.min(AT_MOST, EVERY * 2 ** troubles);
    await sleep(1000 * seconds, undefined, {signal: stopping.signal}).catch(() => undefined);
  };
  /** Again and again until a round has been the last; one that begins after `stop` is. */
  const rounds = async (round: (isLast: boolean) => Promise<boolean>) => {
    let wasLast: boolean;
    do {
      wasLast = await round(stopping.signal.aborted);
      if (!wasLast) await pause();
    } while (!wasLast);
  };
  const looks = () =>
    rounds(async isLast => {
      await tryLook(isLast);
      return isLast;
    });
  // Whoever else follows the same sweep sends these runs too.
  const following = rounds(async isLast => {
    const {held} = await tryLock(onWait => withLock(exportLock(store, sweep, server), looks, {onWait}));
    return isLast || !held;
  });
  return {
    stop: async () => {
      stopping.abort();
      await following.catch((error: unknown) => onNotice(String(error)));
    }
  };
}

/** What a follower does each time: sends the runs whose files have changed since it did so last. */
function lookerAt(store: RunStore, server: MlflowServer, options: SweepAtMlflowOptions) {
  const api = mlflowApi(server);
  const stamps = new Map<string, string>();
  let remote: SweepAtMlflow | undefined;
  return async (isLast: boolean) => {
    const runs = await listRuns(store, [options.sweep]);
    if (runs.length === 0) return;
    remote ??= await openWithParent(api, store, runs, options);
    for (const run of runs) {
      const stamp = stampOf(run);
      if (stamps.get(run.id) === stamp) continue;
      try {
        await remote.sendRun(run);
        stamps.set(run.id, stamp);
      } catch (error) {
        if (!isOfOneRun(error)) throw error;
        // A file that is being written may be whole the next time.
        if (isLast) options.onNotice?.(`${options.sweep}/${run.id} was not sent: ${(error as Error).message}`);
      }
    }
    await remote.sendParent(runs, !isLast);
  };
}

async function openWithParent(
  api: MlflowApi,
  store: RunStore,
  runs: readonly ListedRun[],
  options: SweepAtMlflowOptions
) {
  const remote = await openSweepAtMlflow(api, store, options);
  await remote.openParent(runs);
  return remote;
}

/** Of the files that tell how a run stands. */
function stampOf({folder, status}: ListedRun): string {
  const metrics = statSync(join(folder, 'metrics.jsonl'), {throwIfNoEntry: false});
  return `${status} ${stampSummary(folder)?.text} ${metrics?.ino} ${metrics?.size}`;
}

function exportCommand({root}: RunStore, {url}: MlflowServer, {sweep, experiment}: SweepAtMlflowOptions): string {
  const name = experiment === undefined ? '' : ` --experiment ${quote(experiment)}`;
  return `espalier export-runs ${sweep} --to mlflow --uri ${url}${name} --runs ${quote(root)}`;
}
