import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {RunStore} from './runStore.ts';
import type {RunSummary} from './runSummary.ts';
import {writeAtomically} from './writeAtomically.ts';

const FORMAT = 'espalier.index/1';

/** Summaries of a sweep's runs by id, each with the stamp of the files that it is from. */
export type RunIndex = ReadonlyMap<string, {readonly stamp: string; readonly summary: RunSummary}>;

/** The sweep's index. A cache: it is empty where there is none that can be read, and every row is checked when used. */
export function readIndex(store: RunStore, sweep: string): RunIndex {
  try {
    const {format, rows} = JSON.parse(readFileSync(indexPath(store, sweep), 'utf8')) as {
      readonly format: string;
      readonly rows: readonly (readonly [id: string, stamp: string, summary: RunSummary])[];
    };
    if (format !== FORMAT) return new Map();
    return new Map(rows.map(([id, stamp, summary]) => [id, {stamp, summary}]));
  } catch {
    return new Map();
  }
}

/** Replaces the sweep's index. A store that cannot be written to has none. */
export async function writeIndex(store: RunStore, sweep: string, index: RunIndex): Promise<void> {
  const rows = [...index].map(([id, {stamp, summary}]) => [id, stamp, summary]);
  await writeAtomically(indexPath(store, sweep), `${JSON.stringify({format: FORMAT, rows})}\n`).catch(() => undefined);
}

function indexPath(store: RunStore, sweep: string): string {
  return join(store.root, '.index', `${sweep}.json`);
}
