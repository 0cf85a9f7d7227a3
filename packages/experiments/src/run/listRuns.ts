import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {tryLock} from '../runs/tryLock.ts';
import {readLines} from '../runs/lines.ts';
import {readMeta, type Meta, type Status} from '../runs/meta.ts';
import type {RunStore} from '../runs/runStore.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {unknownName} from '../text/nearest.ts';
import type {RunResult} from './runResult.ts';

/** A run as `espalier ls` shows it. */
export interface ListedRun {
  readonly sweep: string;
  readonly id: string;
  readonly folder: string;
  /** A run that says "running" but that nobody holds any more is "interrupted". */
  readonly status: Status;
  readonly meta: Meta;
  readonly result?: RunResult;
}

/** All runs of the store, or of some sweeps, in the order of sweep and id. Folders without a readable run are passed over. */
export async function listRuns(store: RunStore, sweeps?: readonly string[]): Promise<readonly ListedRun[]> {
  const names = sweeps ?? (await folders(store.root)).filter(name => !name.startsWith('.'));
  const found: ListedRun[] = [];
  for (const sweep of names) {
    for (const id of await folders(join(store.root, sweep))) {
      const run = await readRun(store, sweep, id);
      if (run) found.push(run);
    }
  }
  return found;
}

/** A run with everything that is known of it. */
export interface ShownRun extends ListedRun {
  readonly config: string;
  readonly metrics: readonly unknown[];
}

/** Finds a run by id, `sweep/id`, or an unambiguous beginning of its id. Throws a ConfigError. */
export async function showRun(store: RunStore, name: string): Promise<ShownRun> {
  const runs = await listRuns(store);
  const wanted = name.replace(/\/$/, '');
  const exact = runs.filter(({sweep, id, folder}) => [id, `${sweep}/${id}`, folder].includes(wanted));
  const matches = exact.length > 0 ? exact : runs.filter(({id}) => id.startsWith(wanted));
  const [run] = matches;
  if (!run)
    throw new ConfigError(
      unknownName(
        'run',
        name,
        runs.map(({id}) => id)
      )
    );
  if (matches.length > 1) {
    const names = matches.map(({sweep, id}) => `${sweep}/${id}`).join(', ');
    throw new ConfigError(`Expected "${name}" to name one run, got ${matches.length}: ${names}.`);
  }
  const config = await readFile(join(run.folder, 'config.yaml'), 'utf8').catch(() => '');
  return {...run, config, metrics: await readLines(join(run.folder, 'metrics.jsonl'))};
}

async function readRun(store: RunStore, sweep: string, id: string): Promise<ListedRun | undefined> {
  const folder = store.runFolder(sweep, id);
  const meta = await readMeta(folder);
  if (!meta) return undefined;
  const text = await readFile(join(folder, 'result.json'), 'utf8').catch(() => undefined);
  if (text !== undefined) {
    return {sweep, id, folder, meta, status: 'finished', result: JSON.parse(text) as RunResult};
  }
  return {sweep, id, folder, meta, status: await liveStatus(folder, meta)};
}

async function liveStatus(folder: string, {status}: Meta): Promise<Status> {
  if (status !== 'running' && status !== 'finished') return status;
  const attempt = await tryLock(runLock(folder), () => Promise.resolve());
  return attempt.held ? 'running' : 'interrupted';
}

/** Name of the lock that whoever works on a run holds. */
export function runLock(folder: string): string {
  return `run ${folder}`;
}

async function folders(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, {withFileTypes: true}).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory())
    .map(({name}) => name)
    .toSorted();
}
