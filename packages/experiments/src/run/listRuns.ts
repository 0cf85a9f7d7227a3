import {foldersIn} from '../runs/foldersIn.ts';
import type {Status} from '../runs/meta.ts';
import {liveStatus} from '../runs/runLease.ts';
import {readSummaries} from '../runs/readSummaries.ts';
import type {RunStore} from '../runs/runStore.ts';
import type {RunSummary} from '../runs/runSummary.ts';

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
