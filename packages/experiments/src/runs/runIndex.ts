import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {RunStore} from './runStore.ts';
import type {RunSummary} from './runSummary.ts';
import {writeAtomically} from './writeAtomically.ts';

const FORMAT = 'espalier.index/1';

/** Summaries of a sweep's runs by id, each with the stamp of the files that it is from. */
export type RunIndex = ReadonlyMap<string, {readonly stamp: string; readonly summary: RunSummary}>;

type Row = readonly [id: string, stamp: string, summary: RunSummary];

/** The sweep's index. A cache: it is empty where there is none that can be read, and every row is checked when used. */
export function readIndex(store: RunStore, sweep: string): RunIndex {
  try {
    const [head, ...rows] = readRows(readFileSync(indexPath(store, sweep)));
    if ((head as {readonly format?: string}).format !== FORMAT) return new Map();
    return new Map((rows as Row[]).map(([id, stamp, summary]) => [id, {stamp, summary}]));
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

/** Line by line, so that a long index is never one long text. */
function readRows(bytes: Buffer): unknown[] {
  const rows: unknown[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf('\n', start);
    rows.push(JSON.parse(bytes.toString('utf8', start, end)));
  }
  return rows;
}

function indexPath(store: RunStore, sweep: string): string {
  return join(store.root, '.index', `${sweep}.jsonl`);
}
