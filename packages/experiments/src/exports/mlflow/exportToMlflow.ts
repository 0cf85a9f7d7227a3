import {withLock} from '@espalier/backend/lock';
import {listRuns} from '../../run/listRuns.ts';
import type {RunStore} from '../../runs/runStore.ts';
import {hasEnded} from './describeRun.ts';
import {mlflowApi} from './mlflowApi.ts';
import {persistently} from './persistently.ts';
import type {Sent} from './remoteRuns.ts';
import type {MlflowServer} from './server.ts';
import {openSweepAtMlflow, type SweepAtMlflowOptions} from './sweepAtMlflow.ts';
import {TrackingError} from './TrackingError.ts';

/** Runs that are sent at a time. */
const AT_ONCE = 4;

export interface ExportToMlflowOptions extends Omit<SweepAtMlflowOptions, 'sweep'> {
  readonly onProgress?: (done: number, total: number) => void;
}

/** What came of the export of one sweep. */
export interface ExportedSweep {
  readonly sweep: string;
  /** Where MLflow's page shows it. */
  readonly page: string;
  readonly new: number;
  readonly extended: number;
  readonly unchanged: number;
  /** Damaged records, or such as the server would not take. */
  readonly failed: readonly {readonly id: string; readonly error: string}[];
}

/**
 * Sends what an MLflow server has not yet of a sweep: a parent run with a child for each run. Sending it again changes
 * nothing. Throws a TrackingError where the server cannot be had.
 */
export function exportToMlflow(
  store: RunStore,
  sweep: string,
  server: MlflowServer,
  options: ExportToMlflowOptions = {}
): Promise<ExportedSweep> {
  const onWait = () => options.onNotice?.(`${sweep}: waiting for another process that sends it to ${server.url}`);
  return withLock(exportLock(store, sweep, server), () => sendSweep(store, sweep, server, options), {onWait});
}

/** Name of the lock that whoever sends a sweep to a server holds: two at once would send some points twice. */
export function exportLock({root}: RunStore, sweep: string, {url}: MlflowServer): string {
  return `mlflow ${root} ${sweep} ${url}`;
}

async function sendSweep(
  store: RunStore,
  sweep: string,
  server: MlflowServer,
  {onProgress = () => undefined, ...options}: ExportToMlflowOptions
): Promise<ExportedSweep> {
  const runs = await listRuns(store, [sweep]);
  const underWay = runs.some(({status}) => !hasEnded(status));
  const api = mlflowApi(server);
  const remote = await persistently(() => openSweepAtMlflow(api, store, {...options, sweep}));
  await persistently(() => remote.openParent(runs));
  const sent: Sent[] = [];
  const failed: {id: string; error: string}[] = [];
  await inParallel(runs, AT_ONCE, async run => {
    try {
      sent.push(await persistently(() => remote.sendRun(run)));
    } catch (error) {
      if (!isOfOneRun(error)) throw error;
      failed.push({id: run.id, error: (error as Error).message});
    }
    onProgress(sent.length + failed.length, runs.length);
  });
  await persistently(() => remote.sendParent(runs, underWay));
  const count = (what: Sent) => sent.filter(one => one === what).length;
  const counts = {new: count('new'), extended: count('extended'), unchanged: count('unchanged')};
  return {sweep, page: remote.page, ...counts, failed};
}

/** Damaged records, and what the server refused for good: the other runs may do. */
export function isOfOneRun(error: unknown): boolean {
  if (error instanceof TrackingError) return !error.passing && error.code !== undefined;
  return error instanceof Error && error.name === 'ConfigError';
}

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({length: limit}, worker));
}
