import {join} from 'node:path';
import {foldersIn} from './foldersIn.ts';
import {readIndex, writeIndex, type IndexEntry} from './runIndex.ts';
import {readSummary, stampSummary, type RunSummary} from './runSummary.ts';
import type {RunStore} from './runStore.ts';

/** Milliseconds: a file may change again within the grain of its time of change, unseen. */
const GRAIN = 2000;

/** Runs read anew that make writing an index worthwhile. */
const WORTH_WRITING = 100;

/**
 * Summaries of all runs of a sweep by id, in alphabetical order. The folders are the truth: what the index says of a run
 * counts while both of its files are the ones that it was read from.
 */
export async function readSummaries(store: RunStore, sweep: string): Promise<ReadonlyMap<string, RunSummary>> {
  const settled = Date.now() - GRAIN;
  const index = readIndex(store, sweep);
  const summaries = new Map<string, RunSummary>();
  const rows = new Map<string, IndexEntry>();
  let anew = 0;
  for (const id of foldersIn(join(store.root, sweep))) {
    const folder = store.runFolder(sweep, id);
    const stamp = stampSummary(folder);
    if (!stamp) continue;
    const known = index.get(id);
    const entry = known?.stamp === stamp.text ? known : readEntry(folder, stamp.text);
    if (!entry) continue;
    summaries.set(id, entry.summary);
    if (stamp.changed > settled) continue;
    rows.set(id, entry);
    if (entry !== known) anew++;
  }
  if (anew >= WORTH_WRITING) await writeIndex(store, sweep, rows);
  return summaries;
}

function readEntry(folder: string, stamp: string): IndexEntry | undefined {
  const summary = readSummary(folder);
  return summary && {stamp, summary};
}
