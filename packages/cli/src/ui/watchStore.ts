import {existsSync, readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {ListedRun} from '@espalier/experiments';
import {runRow, type RunRow} from '@espalier/reports/explore';
import {listStore} from '../sweeps/listStore.ts';

/** What there is in a store at a moment. */
export interface Listing {
  readonly root: string;
  readonly exists: boolean;
  readonly rows: readonly RunRow[];
  /** By `sweep/id`. */
  readonly runs: ReadonlyMap<string, ListedRun>;
  /** Run folders by sweep whose `meta.json` makes no sense. */
  readonly unreadable: ReadonlyMap<string, readonly string[]>;
}

/** Milliseconds for which a listing is good. */
const FRESH = 1000;

/** Lists a store whenever asked, at most once a second, and less often where that takes long. */
export function watchStore(folder: string): () => Promise<Listing> {
  let latest: Promise<Listing> | undefined;
  let until = 0;
  return () => {
    if (latest && performance.now() < until) return latest;
    const started = performance.now();
    until = Infinity;
    const listing = list(resolve(folder)).finally(() => {
      const now = performance.now();
      until = now + Math.max(FRESH, 5 * (now - started));
    });
    latest = listing;
    listing.catch(() => (latest = undefined));
    return listing;
  };
}

async function list(root: string): Promise<Listing> {
  const runs = new Map<string, ListedRun>();
  const rows: RunRow[] = [];
  for (const run of await listStore(root)) {
    const row = readable(run);
    if (!row) continue;
    rows.push(row);
    runs.set(`${run.sweep}/${run.id}`, run);
  }
  return {root, exists: existsSync(root), rows, runs, unreadable: findUnreadable(root, runs)};
}

/** Somebody else's `meta.json` may have the right format and nothing else. */
function readable(run: ListedRun): RunRow | undefined {
  try {
    const row = runRow(run);
    return typeof row.begun === 'string' && typeof row.point === 'object' ? row : undefined;
  } catch {
    return undefined;
  }
}

function findUnreadable(root: string, runs: ReadonlyMap<string, unknown>): ReadonlyMap<string, readonly string[]> {
  const found = foldersIn(root).map(sweep => {
    const names = foldersIn(join(root, sweep)).filter(id => !runs.has(`${sweep}/${id}`));
    return [sweep, names.filter(id => existsSync(join(root, sweep, id, 'meta.json')))] as const;
  });
  return new Map(found.filter(([, names]) => names.length > 0));
}

function foldersIn(path: string): readonly string[] {
  try {
    const entries = readdirSync(path, {withFileTypes: true});
    return entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(({name}) => name);
  } catch {
    return [];
  }
}
