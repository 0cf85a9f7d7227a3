import type {RunRecord} from './runRecord.ts';
import {subjectOf} from './subjectOf.ts';

/** The newer of runs that nothing in their settings tells apart: they would count twice in a mean over seeds. */
export function newestRuns(runs: readonly {readonly created: string; readonly record: RunRecord}[]): RunRecord[] {
  const latest = new Map<string, (typeof runs)[number]>();
  for (const run of runs) {
    const identity = JSON.stringify([subjectOf(run.record), run.record.label, run.record.seed]);
    const other = latest.get(identity);
    if (!other || other.created <= run.created) latest.set(identity, run);
  }
  return [...latest.values()].map(({record}) => record);
}
