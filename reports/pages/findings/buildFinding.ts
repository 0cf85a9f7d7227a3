import {describeBench} from '../../records/describeBench.ts';
import {describeRuns} from '../../records/describeRuns.ts';
import {subjectOf} from '../../records/subjectOf.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import type {Verdict} from '../../tables/claims/claim.ts';
import {runSettings} from '../../tables/runSettings.ts';
import {withSuffix} from '../partFiles.ts';
import type {Part, ReportContent} from '../report.ts';
import {slug} from '../slug.ts';
import {comparisonsTable} from './comparisonsTable.ts';
import {FindingError} from './findingError.ts';
import type {FindingFile} from './findingSchema.ts';
import {judgeComparison} from './judgeComparison.ts';
import {estimateValues, lookUp, type Known} from './lookUp.ts';
import {countText, verdictOf, type Outcome} from './outcome.ts';
import {paperNumbers} from './paperNumbers.ts';
import {fillProse} from './prose.ts';
import {showPart} from './showPart.ts';

/** A page, and the line that the list of findings has of it. */
export interface BuiltFinding {
  readonly content: ReportContent;
  readonly verdict: Verdict;
  /** How many comparisons came out how. */
  readonly counts: string;
  /** What it was made from. */
  readonly file: FindingFile;
}

/**
 * Judges the comparisons of a finding and puts its page together.
 *
 * Throws a FindingError where the file asks for what the runs have not, or where its prose was written for another
 * verdict than the records give.
 */
export function buildFinding(name: string, file: FindingFile, measured: Measured): BuiltFinding {
  const command = `npm run findings ${name}`;
  const {known, fill} = prepare(file, measured);
  const decisive = decisiveOutcomes(file, known.outcomes);
  const verdict = verdictOf(decisive);
  if (verdict !== file.verdict.expected) {
    throw new FindingError(
      `Expected the verdict to be ${file.verdict.expected}, for which the prose was written (verdict.expected), got ` +
        `${verdict} from the records (${countText(decisive)}). Read the prose again.`
    );
  }
  const all = [...known.outcomes.values()].flat();
  const show = file.show.flatMap((entry, i): Part[] =>
    'text' in entry ? [{prose: fill(entry.text, `show.${i}`)}] : showPart(entry, {...measured, known, command})
  );
  const content: ReportContent = {
    title: file.title,
    question: file.question,
    answer: `Verdict: ${verdict}`,
    command,
    sections: [
      {
        title: 'What the paper says',
        parts: [{prose: `${fill(file.paper.claim, 'paper.claim')}\n\nSource: ${file.paper.source}.`}]
      },
      {
        title: 'What is found here',
        parts: [
          {prose: fill(file.verdict.because, 'verdict.because')},
          {table: comparisonsTable(all, measured.records, command)}
        ]
      },
      ...(show.length > 0 ? [{title: 'In detail', parts: show}] : []),
      {title: 'How it was made', parts: [...settings(measured, command), {code: file.commands.join('\n')}]}
    ]
  };
  return {content, verdict, counts: countText(all), file};
}

type Fill = (text: string, place: string) => string;

function prepare(file: FindingFile, measured: Measured): {readonly known: Known; readonly fill: Fill} {
  const {records} = measured;
  const outcomes = new Map<string, readonly Outcome[]>();
  const known: Known = {
    values: estimateValues(file.values, measured),
    outcomes,
    paper: paperNumbers(file.paper.numbers, records),
    seeds: new Set([...records, ...(measured.bench?.rows ?? [])].map(({seed}) => seed)).size,
    runs: records.length
  };
  const fill: Fill = (text, place) => fillProse(text, name => lookUp(name, known), place);
  for (const [name, comparison] of Object.entries(file.comparisons)) {
    const claim = fill(comparison.claim, `comparisons.${name}.claim`);
    const undecidable = comparison.undecidable && fill(comparison.undecidable, `comparisons.${name}.undecidable`);
    outcomes.set(name, judgeComparison({...comparison, claim, undecidable}, measured));
  }
  return {known, fill};
}

function decisiveOutcomes({verdict: {from}}: FindingFile, outcomes: Known['outcomes']): Outcome[] {
  const names = from ?? [...outcomes.keys()];
  return names.flatMap(name => {
    const found = outcomes.get(name);
    if (!found) throw new FindingError(`Expected verdict.from to name comparisons, got ${name}.`);
    return found;
  });
}

function settings({records, bench}: Measured, command: string): Part[] {
  if (bench && records.length === 0) return [{prose: describeBench(bench)}];
  const subjects = [...new Set(records.map(subjectOf))];
  return subjects.flatMap((subject): Part[] => {
    const own = records.filter(record => subjectOf(record) === subject);
    const table = runSettings({records: own, subject, command});
    const titled = subjects.length > 1 ? {...table, title: `${table.title}: ${subject}`} : table;
    return [{prose: describeRuns(own)}, withSuffix({table: titled}, subjects.length > 1 ? `-${slug(subject)}` : '')];
  });
}
