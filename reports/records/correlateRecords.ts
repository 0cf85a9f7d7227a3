import {setImmediate as breathe} from 'node:timers/promises';
import type {CorrelationRow} from './correlationRow.ts';
import type {OracleFile, RunRecord} from './runRecord.ts';
import {stagesOf} from './stagesOf.ts';
import {subjectOf} from './subjectOf.ts';

export interface CorrelateRecordsOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** Of the bootstrap over units within each seed; no intervals at 0. @default 1000 */
  readonly resamples?: number;
}

/** Spearman's correlations of every scored criterion with the oracle, once for each subject and seed. */
export async function correlateRecords(
  records: readonly RunRecord[],
  {onProgress, resamples = 1000}: CorrelateRecordsOptions = {}
): Promise<readonly CorrelationRow[]> {
  const stages = [...new Set(records.map(subjectOf))].flatMap(subject =>
    stagesOf(records.filter(record => subjectOf(record) === subject)).map(stage => ({subject, ...stage}))
  );
  const total = stages.reduce((sum, {scores}) => sum + Object.keys(scores?.criteria ?? {}).length, 0);
  if (total === 0) return [];
  // The engine behind it takes a second to load, which records without an oracle need not wait for.
  const {chanceLevel, correlate} = await import('@espalier/core');
  const rows: CorrelationRow[] = [];
  for (const {subject, seed, oracle, scores} of stages) {
    if (!scores) continue;
    const groups = groupsOf(oracle);
    const target = Float64Array.from(oracle.lossChange);
    const chance = chanceLevel(target, groups, {seed});
    for (const [criterion, {raw}] of Object.entries(scores.criteria)) {
      onProgress?.(rows.length, total);
      // Lets a progress bar be drawn and signals be heard.
      await breathe();
      const row = correlate(target, Float64Array.from(raw), groups, {seed, resamples});
      rows.push({criterion, ...row, seed, subject, chance});
    }
  }
  return rows;
}

/** Where each group's units lie among all. */
function groupsOf({units}: OracleFile): {name: string; first: number; size: number}[] {
  const names = [...new Set(units.map(({group}) => group))];
  return names.map(name => ({
    name,
    first: units.findIndex(({group}) => group === name),
    size: units.filter(({group}) => group === name).length
  }));
}
