import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {foldersIn} from '../runs/foldersIn.ts';
import {readLines} from '../runs/lines.ts';
import {readMeta, type Meta, type Status} from '../runs/meta.ts';
import {liveStatus} from '../runs/runLease.ts';
import {readSummaries} from '../runs/readSummaries.ts';
import type {RunStore} from '../runs/runStore.ts';
import type {RunSummary} from '../runs/runSummary.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {unknownName} from '../text/nearest.ts';

/** A run as `espalier ls` shows it. */
export interface ListedRun extends RunSummary {
  readonly sweep: string;
  readonly id: string;
  readonly folder: string;
  /** A run that says "running" but that nobody holds any more is "interrupted". */
  readonly status: Status;
}

/** All runs of the store, or of some sweeps, in the order of sweep and id. Folders without a readable run are passed over. */
export async function listRuns(store: RunStore, sweeps?: readonly string[]): Promise<readonly ListedRun[]> {
  const names = sweeps ?? foldersIn(store.root).filter(name => !name.startsWith('.'));
  const found: ListedRun[] = [];
  for (const sweep of names) {
    for (const [id, summary] of await readSummaries(store, sweep)) {
      const folder = store.runFolder(sweep, id);
      const status = summary.result ? 'finished' : await liveStatus(folder, summary.meta);
      found.push({sweep, id, folder, ...summary, status});
    }
  }
  return found;
}

/** A run with everything that is known of it. */
export interface ShownRun extends Omit<ListedRun, 'meta'> {
  readonly meta: Meta;
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
  const meta = await readMeta(run.folder);
  if (!meta) throw new ConfigError(`Expected ${join(run.folder, 'meta.json')} to be readable, got a file that is not.`);
  const config = await readFile(join(run.folder, 'config.yaml'), 'utf8').catch(() => '');
  return {...run, meta, config, metrics: await readLines(join(run.folder, 'metrics.jsonl'))};
}
