import type {RunConfig} from '../schema/expandSweep.ts';
import {canonicalJson} from '../runs/canonicalJson.ts';
import {readMeta} from '../runs/meta.ts';
import {readSummaries} from '../runs/readSummaries.ts';
import type {RunStore} from '../runs/runStore.ts';
import type {RunSummary} from '../runs/runSummary.ts';
import {changedKeys} from './flatten.ts';
import type {PlannedRun} from './planSweep.ts';

/** The runs of a sweep that are there already. */
export interface EarlierRuns {
  readonly byId: ReadonlyMap<string, RunSummary>;
  /** Folder of the first run of the same seed and point. */
  readonly twinOf: (config: RunConfig) => string | undefined;
}

export async function readEarlier(store: RunStore, sweep: string | undefined): Promise<EarlierRuns> {
  const byId = sweep === undefined ? new Map<string, RunSummary>() : await readSummaries(store, sweep);
  let twins: Map<string, string> | undefined;
  const list = () => {
    const entries = [...byId].map(([id, {meta}]): [string, string] => [
      placeOf(meta),
      store.runFolder(sweep ?? '', id)
    ]);
    return new Map(entries.toReversed());
  };
  return {byId, twinOf: config => (twins ??= list()).get(placeOf(config))};
}

function placeOf({seed, point}: Pick<RunConfig, 'seed' | 'point'>): string {
  return canonicalJson([seed, point]);
}

type Identity = Pick<PlannedRun, 'key' | 'inputs' | 'config' | 'id'>;

/** Whether there is something to do, and why. */
export async function lookUp(
  {key, inputs, config, id}: Identity,
  {byId, twinOf}: EarlierRuns
): Promise<Pick<PlannedRun, 'state' | 'reason' | 'result' | 'open'>> {
  const run = byId.get(id);
  if (run?.meta.key === key) {
    const {meta, result} = run;
    const open = meta.status !== 'finished' && {open: true as const};
    if (result) return {state: 'finished', reason: 'finished', result, ...open};
    const attempt = meta.attempts.at(-1);
    if (meta.status === 'failed') return {state: 'failed', reason: `failed: ${attempt?.error ?? 'no message'}`};
    const how = meta.status === 'cancelled' ? 'cancelled' : 'cut off';
    const reason = attempt && meta.status !== 'queued' ? `${how} in attempt ${attempt.number}` : 'queued';
    return {state: 'to run', reason};
  }
  const folder = twinOf(config);
  const twin = folder === undefined ? undefined : await readMeta(folder);
  if (!twin) return {state: 'to run', reason: 'never run'};
  return {state: 'to run', reason: `changed since ${twin.id}: ${changedKeys(twin.inputs, inputs).join(', ')}`};
}
