import {join} from 'node:path';
import type {PlannedRun, PlannedRung, RunResult, SweepSummary} from '@espalier/experiments';
import {listRuns} from '@espalier/experiments/sweeps';

/** `sweep --json`. */
export interface SweepDocument {
  readonly format: 'espalier.sweep/1';
  readonly sweep: string;
  readonly folder: string;
  /** Of successive halving: what each rung has room for. */
  readonly rungs?: readonly PlannedRung[];
  readonly runs: readonly SweptRun[];
}

export interface SweptRun {
  readonly id: string;
  readonly key: string;
  readonly seed: number;
  /** What the sweep changed in this run, by dotted key. */
  readonly point: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly status: 'finished' | 'failed' | 'to run' | 'not promoted';
  /** Why it was, or would be, done or left alone. */
  readonly reason: string;
  readonly error?: string;
  readonly result?: RunResult;
}

export async function sweepDocument(summary: SweepSummary): Promise<SweepDocument> {
  const {sweep, store, plan, rungs, finished, failed} = summary;
  const done = new Set(finished.map(({key}) => key));
  const isNew = plan.some(({key, result}) => done.has(key) && !result);
  const listed = isNew ? await listRuns(store, [sweep]) : [];
  const results = new Map(listed.map(({id, result}) => [id, result]));
  const errors = new Map(failed.map(({run, error}) => [run.key, error]));
  const statusOf = ({key, state}: PlannedRun): SweptRun['status'] => {
    if (done.has(key)) return 'finished';
    if (errors.has(key)) return 'failed';
    return state === 'not promoted' ? state : 'to run';
  };
  const runs = plan.map(run => {
    const {id, key, folder, reason, config} = run;
    const {seed, point} = config;
    const result = run.result ?? results.get(id);
    return {id, key, seed, point, folder, status: statusOf(run), reason, error: errors.get(key), result};
  });
  return {format: 'espalier.sweep/1', sweep, folder: join(store.root, sweep), rungs, runs};
}
