import {resolve} from 'node:path';
import type {ListedRun} from '@espalier/experiments';
import {runRow, type RunRow} from '@espalier/reports/explore';
import {listSweeps} from '../looking/listSweeps.ts';

/** What there is in a store at a moment. */
export interface Listing {
  readonly root: string;
  readonly exists: boolean;
  readonly rows: readonly RunRow[];
  /** By `sweep/id`. */
  readonly runs: ReadonlyMap<string, ListedRun>;
  /** What cannot be read, and why something is not known. */
  readonly notices: readonly string[];
  /** Slurm had to be asked. */
  readonly onSlurm: boolean;
}

/** Milliseconds for which a listing is good; Slurm is not to be asked often. */
const [FRESH, FRESH_ON_SLURM] = [1000, 15_000];

/** Lists a store whenever asked, at most once a second, and less often where that takes long or asks Slurm. */
export function watchStore(folder: string): () => Promise<Listing> {
  let latest: Promise<Listing> | undefined;
  let until = 0;
  return () => {
    if (latest && performance.now() < until) return latest;
    const started = performance.now();
    until = Infinity;
    latest = list(resolve(folder));
    latest.then(
      ({onSlurm}) => {
        const now = performance.now();
        until = now + Math.max(onSlurm ? FRESH_ON_SLURM : FRESH, 5 * (now - started));
      },
      () => (latest = undefined)
    );
    return latest;
  };
}

async function list(root: string): Promise<Listing> {
  const {findRunStore} = await import('@espalier/experiments/store');
  const store = findRunStore(root);
  const sweeps = store ? await listSweeps(store) : [];
  const runs = new Map<string, ListedRun>();
  const rows: RunRow[] = [];
  const notices = sweeps.flatMap(sweep => [...sweep.notices, ...sweep.unreadable.map(({reason}) => reason)]);
  for (const run of sweeps.flatMap(({runs: begun, queued}) => [...begun, ...queued])) {
    const row = readable(run);
    if (row) {
      rows.push(row);
      runs.set(`${run.sweep}/${run.id}`, run);
    } else notices.push(`Expected ${run.folder} to hold a run, got a meta.json without what every run has.`);
  }
  const onSlurm = sweeps.some(({slurm}) => slurm !== undefined);
  return {root, exists: store !== undefined, rows, runs, notices, onSlurm};
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
