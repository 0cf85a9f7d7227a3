import {join} from 'node:path';
import type {CorrelationRow} from '../records/correlationRow.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {buildSection} from './buildSection.ts';
import {partFiles, withSuffix} from './partFiles.ts';
import {printForms} from './print/printForms.ts';
import {report, type Section} from './report.ts';
import {slug} from './slug.ts';
import {writeAtomically} from './writeAtomically.ts';

export interface WriteReportOptions {
  readonly records: readonly RunRecord[];
  readonly correlations: readonly CorrelationRow[];
  readonly title: string;
  /** What the report answers, in a sentence. */
  readonly question: string;
  /** Makes the report again; named in every caption. */
  readonly command: string;
  /** Folder that takes `report.html`, `figures/` and `tables/`; other files in it are left alone. */
  readonly out: string;
  /** Groups whose maps go into pooling next, by subject as `subjectOf` names it. */
  readonly beforePooling?: Readonly<Record<string, readonly string[]>>;
  /** What is missing or left out, one sentence each: unfinished runs, for one. */
  readonly notes?: readonly string[];
  /** Whether figures are written as PDF and PNG too, besides SVG. @default true */
  readonly print?: boolean;
}

/**
 * Writes a report and gives the path of its page: `report.html`, each figure as SVG, PDF and PNG, each table as
 * Markdown, CSV and LaTeX. Subjects (network and data) have sections of their own, and file names where there are several.
 *
 * Throws where there is no run to report.
 */
export async function writeReport(options: WriteReportOptions): Promise<string> {
  const {records, title, question, command, out, notes, print = true} = options;
  if (records.length === 0) {
    throw new Error('Expected at least one finished run to report, got none. Run the sweep first, then its report.');
  }
  const sections = buildSections(options);
  const page = join(out, 'report.html');
  for (const section of sections) {
    const suffix = sections.length > 1 ? `-${slug(section.title)}` : '';
    for (const file of section.parts.flatMap(part => partFiles(withSuffix(part, suffix)))) {
      for (const [path, content] of [file, ...(print ? await printForms(file) : [])])
        await writeAtomically(join(out, path), content);
    }
  }
  await writeAtomically(page, report({title, question, command, sections, notes}));
  return page;
}

/** One section a subject, in the order in which the records name them. */
function buildSections({records, correlations, command, beforePooling = {}}: WriteReportOptions): Section[] {
  const subjects = [...new Set(records.map(subjectOf))];
  return subjects.map(subject =>
    buildSection({
      records: records.filter(record => subjectOf(record) === subject),
      correlations: correlations.filter(row => (row.subject ?? subjects[0]) === subject),
      beforePooling: beforePooling[subject],
      subject,
      command
    })
  );
}
