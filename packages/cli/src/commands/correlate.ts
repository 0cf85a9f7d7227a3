import type {Command} from 'commander';
import type {CorrelationDocument} from '@espalier/experiments';
import type {Table} from '@espalier/reports';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {seedOption, jsonOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {reportTable} from '../output/reportTable.ts';

export function addCorrelate(program: Command): void {
  program
    .command('correlate')
    .description("Spearman's correlation of each criterion with the oracle, by layer and over all layers")
    .argument('<oracle>', 'oracle.json')
    .argument('<scores...>', 'one or several scores.json of the same model and data')
    .addOption(seedOption())
    .addOption(jsonOption())
    .option('--csv', 'print comma-separated values')
    .option('--markdown', 'print a Markdown table')
    .option('--latex', 'print a LaTeX table')
    .addHelpText('after', examples('espalier correlate oracle.json scores.json --markdown'))
    .action(correlate);
}

interface CorrelateOptions {
  readonly seed: number;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly markdown?: boolean;
  readonly latex?: boolean;
}

async function correlate(oracle: string, scores: readonly string[], options: CorrelateOptions): Promise<void> {
  const {seed, json, csv, markdown, latex} = options;
  if ([json, csv, markdown, latex].filter(Boolean).length > 1) {
    throw new UsageError('Expected one of --json, --csv, --markdown and --latex, got several.');
  }
  const {correlateFiles} = await import('@espalier/experiments');
  const document = await correlateFiles(oracle, scores, {seed});
  if (json) {
    printJson(document);
    return;
  }
  const table = asTable(document);
  if (!csv && !markdown && !latex) {
    printText(`${reportTable(table)}\n\n${table.caption}`);
    return;
  }
  const {toCsv, toLatex, toMarkdown} = await import('@espalier/reports');
  printText(csv ? toCsv(table) : markdown ? toMarkdown(table) : toLatex(table));
}

const MEASURES = {
  perLayer: 'per layer',
  allRaw: 'all, raw',
  allL2: 'all, l2',
  allL1: 'all, l1',
  allMinMax: 'all, min-max'
} as const;

type Measure = keyof typeof MEASURES;

function asTable({rows, chance}: CorrelationDocument): Table {
  const measures = Object.keys(MEASURES) as Measure[];
  return {
    name: 'correlation',
    title: 'Spearman correlation with the oracle',
    caption:
      'Spearman correlation with |loss change|, 95 % bootstrap intervals over units in brackets. Per layer: mean over ' +
      'layers; all: one ranking after the normalization named. Chance: mean over random scorings.',
    columns: [
      {header: 'criterion', kind: 'text'},
      ...measures.map(measure => ({header: MEASURES[measure], kind: 'quantity'}) as const)
    ],
    rows: [
      ...rows.map(row => [
        row.criterion,
        ...measures.map(measure => {
          const [low, high] = row.intervals[measure] ?? [];
          return {value: row[measure], low, high};
        })
      ]),
      ['chance', ...measures.map(measure => ({value: chance[measure]}))]
    ]
  };
}
