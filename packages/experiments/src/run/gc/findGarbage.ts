import {foldersIn} from '../../runs/foldersIn.ts';
import type {RunStore} from '../../runs/runStore.ts';
import {listRuns} from '../listRuns.ts';
import {unreadableRuns} from '../unreadableRuns.ts';
import type {Found} from './garbage.ts';
import {uselessCheckpoints} from './uselessCheckpoints.ts';
import {uselessFiles} from './uselessFiles.ts';
import {uselessStages} from './uselessStages.ts';
import {uselessSubmissions} from './uselessSubmissions.ts';

export type {Found as GarbageSearch, Garbage} from './garbage.ts';

export interface GarbageOptions {
  /** What has changed later is kept. */
  readonly olderThanSeconds: number;
  /** Also checkpoints of failed and cancelled runs, which then start over. */
  readonly checkpoints?: boolean;
}

/** Looks for what nobody needs in a store. Runs are never among it. Nothing is removed. */
export async function findGarbage(
  store: RunStore,
  {olderThanSeconds, checkpoints = false}: GarbageOptions
): Promise<Found> {
  const latest = Date.now() - 1000 * olderThanSeconds;
  const isOld = (changed: number) => olderThanSeconds === 0 || changed <= latest;
  const runs = await listRuns(store);
  const ids = new Map<string, Set<string>>();
  for (const {sweep, id} of runs) ids.set(sweep, (ids.get(sweep) ?? new Set()).add(id));
  const sweeps = foldersIn(store.root).filter(name => !name.startsWith('.'));
  const unreadable = sweeps.flatMap(sweep => unreadableRuns(store, sweep, ids.get(sweep) ?? new Set()));
  const stages = uselessStages(store, {runs, unreadable, isOld});
  const submissions = await uselessSubmissions(store, {isOld});
  return {
    garbage: [
      ...stages.garbage,
      ...(await uselessCheckpoints(runs, {givenUp: checkpoints, isOld})),
      ...submissions.garbage,
      ...uselessFiles(store, {runs, isOld})
    ],
    kept: [...stages.kept, ...submissions.kept]
  };
}
