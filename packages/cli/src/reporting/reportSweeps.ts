import {join, resolve} from 'node:path';
import type {CorrelationRow, Finding, RunRecord, SweepRecords} from '@espalier/reports';
import {UsageError} from '../errors/UsageError.ts';
import {createProgress} from '../progress/progress.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {chooseSweeps} from './chooseSweeps.ts';

export interface ReportOptions {
  readonly out?: string;
  readonly runs: string;
  readonly quiet?: boolean;
}

export interface MadeReport {
  /** Of the page. */
  readonly path: string;
  readonly sweeps: readonly string[];
  readonly records: readonly RunRecord[];
  readonly unfinished: readonly {readonly id: string; readonly status: string}[];
  readonly correlations: readonly CorrelationRow[];
  /** What the paper says and what is found here, by subject. */
  readonly findings: readonly (Finding & {readonly subject: string})[];
}

/** Reads sweeps, correlates their scores with their oracles, and writes the report. */
export async function reportSweeps(names: readonly string[], options: ReportOptions): Promise<MadeReport> {
  const {runs, quiet} = options;
  const {sweeps} = await chooseSweeps(names, runs);
  const {correlateRecords, readSweep, subjectOf, writeReport} = await import('@espalier/reports');
  const read = await Promise.all(sweeps.map(name => readSweep(join(runs, name))));
  const records = read.flatMap(sweep => sweep.records);
  const unfinished = read.flatMap(sweep => sweep.unfinished);
  if (records.length === 0) {
    throw new UsageError(`Expected a finished run in ${sweeps.join(', ')}, got ${unfinished.length} unfinished ones.`);
  }
  const progress = createProgress({quiet});
  const correlations = await correlateRecords(records, {
    onProgress: (done, total) => progress.update('Correlating with the oracle', done, total)
  }).finally(progress.stop);
  const beforePooling = Object.fromEntries(
    records.flatMap(record => (record.beforePooling ? [[subjectOf(record), record.beforePooling]] : []))
  );
  const out = options.out ?? join(runs, sweeps.length === 1 ? (sweeps[0] ?? '') : '.reports', 'report');
  const path = await writeReport({
    records,
    correlations,
    title: sweeps.join(', '),
    question: 'Which criterion finds the units that matter, and keeps accuracy longest as they go?',
    command: resumeCommand(),
    out,
    beforePooling,
    notes: notesOf(read)
  });
  const findings = await findBySubject(records, correlations, beforePooling);
  return {path: resolve(path), sweeps, records, unfinished, correlations, findings};
}

function notesOf(read: readonly SweepRecords[]): readonly string[] {
  return read.flatMap(({sweep, unfinished, superseded}) => [
    ...(unfinished.length > 0
      ? [
          `${unfinished.length} of the runs of ${sweep} ${unfinished.length === 1 ? 'is' : 'are'} not finished and left out.`
        ]
      : []),
    ...(superseded.length > 0 ? [`${superseded.length} older runs of ${sweep} are replaced by newer ones.`] : [])
  ]);
}

async function findBySubject(
  records: readonly RunRecord[],
  correlations: readonly CorrelationRow[],
  beforePooling: Readonly<Record<string, readonly string[]>>
): Promise<MadeReport['findings']> {
  const {findClaims, subjectOf} = await import('@espalier/reports');
  return [...new Set(records.map(subjectOf))].flatMap(subject =>
    findClaims({
      records: records.filter(record => subjectOf(record) === subject),
      correlations: correlations.filter(row => row.subject === subject),
      beforePooling: beforePooling[subject]
    }).map(finding => ({subject, ...finding}))
  );
}
