import {closeSync, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import type {RunStore} from './runStore.ts';
import type {RunSummary} from './runSummary.ts';
import {writeAtomically} from './writeAtomically.ts';

const FORMAT = 'espalier.index/1';

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024; // bytes

/** The summary of a run, with the stamp of the files that it is from. */
export interface IndexEntry {
  readonly stamp: string;
  readonly summary: RunSummary;
}

/** Entries of a sweep's runs by id. */
export type RunIndex = ReadonlyMap<string, IndexEntry>;

type Row = readonly [id: string, stamp: string, summary: RunSummary];

/** The sweep's index. A cache: it is empty where there is none that can be read, and every row is checked when used. */
export function readIndex(store: RunStore, sweep: string): RunIndex {
  try {
    const rows = readRows(indexPath(store, sweep));
    if ((rows.next().value as {readonly format?: string}).format !== FORMAT) return new Map();
    const index = new Map<string, IndexEntry>();
    for (const row of rows) {
      const [id, stamp, summary] = row as Row;
      index.set(id, {stamp, summary});
    }
    return index;
  } catch {
    return new Map();
  }
}

/** Replaces the sweep's index. A store that cannot be written to has none. */
export async function writeIndex(store: RunStore, sweep: string, index: RunIndex): Promise<void> {
  const rows = [...index].map(([id, {stamp, summary}]): Row => [id, stamp, summary]);
  const lines = [{format: FORMAT}, ...rows].map(row => `${JSON.stringify(row)}\n`);
  await writeAtomically(indexPath(store, sweep), lines.join('')).catch(() => undefined);
}

/** Line by line and chunk by chunk, so that a long index is never in memory as text. */
function* readRows(path: string): Generator {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    let rest = Buffer.alloc(0);
    for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        yield JSON.parse(bytes.toString('utf8', start, end));
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    // Rows end in a newline: an index that was cut short is none.
    if (rest.length > 0) throw new Error(`Expected ${path} to end in a newline.`);
  } finally {
    closeSync(file);
  }
}

function indexPath(store: RunStore, sweep: string): string {
  return join(store.root, '.index', `${sweep}.jsonl`);
}
