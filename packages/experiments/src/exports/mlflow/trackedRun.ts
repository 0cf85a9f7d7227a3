import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {ListedRun} from '../../run/listRuns.ts';
import {readExportedRun, readMetrics, readTable} from '../exportedRun.ts';
import {describeRun, endOf, hasEnded, type TrackedRun} from './describeRun.ts';
import {stepTimes, type StepSeconds} from './stepTimes.ts';

/** Reads a run's records as MLflow takes them, below a parent run. Throws a ConfigError where they are damaged. */
export async function trackedRun(listed: ListedRun, parent: string): Promise<TrackedRun> {
  const run = await readExportedRun(listed);
  const rows = await readMetrics(run);
  const timings = (await readTable(join(run.folder, 'timings.jsonl'))) as readonly StepSeconds[];
  const end = hasEnded(run.status) ? endOf(run) : await lastChange(join(run.folder, 'metrics.jsonl'));
  const tracked = describeRun(run, rows, stepTimes(rows, timings, end));
  return {...tracked, tags: [...tracked.tags, {key: 'mlflow.parentRunId', value: parent}]};
}

/** Milliseconds since 1970. */
async function lastChange(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now();
}
