import type {Table} from '@espalier/reports';
import {reportTable} from '../output/reportTable.ts';
import {bold} from '../output/style.ts';
import {textTable} from '../output/textTable.ts';
import type {MadeReport} from './reportSweeps.ts';

/** What `espalier report` prints: Taylor beside the paper, the paper's sentences, and where the page is. */
export async function reportText({path, records, correlations, findings}: MadeReport): Promise<string> {
  const {paperSpearman, referenceOf, spearman, spearmanBySeed, subjectOf} = await import('@espalier/reports');
  const subjects = [...new Set(records.map(subjectOf))];
  const parts = subjects.flatMap(subject => {
    const own = correlations.filter(row => (row.subject ?? subject) === subject && row.criterion === 'taylor');
    const options = {correlations: own, subject, command: ''};
    const reference = referenceOf(records.filter(record => subjectOf(record) === subject));
    const paper = paperSpearman({...options, reference});
    const table = taylorTable(spearmanBySeed(options), spearman(options), paper);
    const verdicts = findings.filter(finding => finding.subject === subject);
    return [
      ...(own.length > 0
        ? [bold(`Taylor scores against the oracle, ${subject}: Spearman correlation`), reportTable(table)]
        : []),
      bold(`What the paper says, and what is found here (${subject})`),
      textTable(
        [{header: 'the paper says', prose: true}, {header: 'verdict'}, {header: 'found here', prose: true}],
        verdicts.map(({claim, verdict, found}) => [claim, verdict, found])
      )
    ];
  });
  return [...parts, `Report: ${path}`].join('\n\n');
}

/** Seeds with their bootstrap intervals, then their mean, then what the paper prints: one column a way of comparing. */
function taylorTable(bySeed: Table, mean: Table, paper: Table): Table {
  const measures = bySeed.columns.slice(2);
  const papers = paper.columns.slice(3).map(({header}) => header);
  const printed = (header: string, measure: string) =>
    paper.rows.find(([ranked]) => ranked === measure)?.[paper.columns.findIndex(column => column.header === header)];
  return {
    ...bySeed,
    columns: [{header: '', kind: 'text'}, ...measures],
    rows: [
      ...bySeed.rows.map(([, seed, ...cells]) => [
        `seed ${typeof seed === 'string' ? seed : ''} [95 % interval]`,
        ...cells
      ]),
      ...mean.rows.slice(0, 1).map(row => ['mean ± deviation', ...row.slice(1, 1 + measures.length)]),
      ...papers.map(header => [header, ...measures.map(measure => printed(header, measure.header) ?? {value: null})])
    ]
  };
}
