import {join} from 'node:path';
import {readBenchRows} from '../../records/benchRows.ts';
import {correlateRecords} from '../../records/correlateRecords.ts';
import {labelRuns} from '../../records/labelRuns.ts';
import {readSweep} from '../../records/readSweep.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import {FindingError} from './findingError.ts';
import type {FindingFile} from './findingSchema.ts';

export interface RecordFolders {
  readonly runs: string;
  readonly bench?: string;
}

/** What a finding is made from: the runs of its sweeps, or the rows of a bench, or both. */
export async function gatherRecords(
  {sweeps, labels, bench}: Pick<FindingFile, 'sweeps' | 'labels' | 'bench'>,
  folders: RecordFolders
): Promise<Measured> {
  if (sweeps.length === 0 && bench === undefined) throw new FindingError('Expected sweeps or a bench, got neither.');
  if (bench === undefined) return gatherRuns({sweeps, labels}, folders.runs);
  if (folders.bench === undefined) throw new FindingError(`Expected a folder of bench records for ${bench}, got none.`);
  const rows = await readBenchRows(folders.bench, bench);
  if (sweeps.length === 0) return {records: [], correlations: [], bench: rows};
  return {...(await gatherRuns({sweeps, labels}, folders.runs)), bench: rows};
}

/** The finished runs of a finding's sweeps, labelled among each other, and their correlations with the oracle. */
async function gatherRuns({sweeps, labels}: Pick<FindingFile, 'sweeps' | 'labels'>, runs: string): Promise<Measured> {
  const read = await Promise.all(sweeps.map(sweep => readSweep(join(runs, sweep))));
  const unfinished = read.flatMap(sweep => sweep.unfinished);
  if (unfinished.length > 0) {
    throw new FindingError(
      `Expected finished runs alone in ${sweeps.join(', ')}, got ${unfinished.map(({id, status}) => `${id} (${status})`).join(', ')}. Keep them again with scripts/keepRuns.mjs.`
    );
  }
  const found = read.flatMap(({records}) => records);
  if (found.length === 0) throw new FindingError(`Expected runs in ${sweeps.join(', ')}, got none.`);
  const own = labelRuns(found);
  checkLabels(labels, own);
  const records = found.map((record, i) => ({...record, label: labels[own[i] ?? ''] ?? own[i] ?? record.label}));
  return {records, correlations: await correlateRecords(records, {resamples: 0})};
}

function checkLabels(labels: Readonly<Record<string, string>>, own: readonly string[]): void {
  const unknown = Object.keys(labels).find(label => !own.includes(label));
  if (unknown === undefined) return;
  throw new FindingError(
    `Expected labels to name labels of the runs (${[...new Set(own)].join('; ')}), got "${unknown}".`
  );
}
