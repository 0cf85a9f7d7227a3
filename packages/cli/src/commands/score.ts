import type {Command} from 'commander';
import type {ScoresDocument} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {commaList} from '../options/lists.ts';
import {checkOutFile} from '../options/outFile.ts';
import * as shared from '../options/shared.ts';
import {excludeOption, structureOf, unitsOption, type StructureTexts} from '../options/structure.ts';
import {fixed, mega, significant} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable, type TextColumn} from '../output/textTable.ts';
import {interruptible} from '../progress/interruption.ts';
import {createProgress} from '../progress/progress.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addScore(program: Command): void {
  program
    .command('score')
    .description('score every unit by one or several criteria, in one pass over the examples')
    .argument('<model>', 'model to score')
    .addOption(shared.dataOption())
    .requiredOption('--criteria <a,b,…>', 'criteria, joined by commas', commaList('--criteria'))
    .addOption(unitsOption())
    .addOption(excludeOption())
    .addOption(shared.splitOption('train'))
    .addOption(shared.examplesOption())
    .addOption(shared.batchSizeOption(32))
    .addOption(shared.seedOption())
    .addOption(shared.curvatureOption())
    .option('--stability', 'also store how alike other examples would rank the units')
    .option('--out <file>', 'scores.json to write')
    .addOption(shared.pluginOption())
    .addOption(shared.dataDirOption())
    .addOption(shared.jsonOption())
    .addOption(shared.quietOption())
    .addHelpText('after', examples('espalier score model/ --data digits --criteria taylor,weight --out scores.json'))
    .action(score);
}

interface ScoreOptions extends shared.DataOptions, StructureTexts {
  readonly criteria: readonly string[];
  readonly curvature: string;
  readonly stability?: boolean;
  readonly out?: string;
  readonly plugin?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function score(model: string, options: ScoreOptions): Promise<void> {
  const {data, out, json, plugin: plugins, quiet, ...rest} = options;
  if (out === undefined && !json) throw new UsageError('Expected --out FILE to write, or --json to print.');
  await checkOutFile(out);
  const structure = await structureOf(options);
  const {scoreModel, writeJson, Interrupted} = await import('@espalier/experiments');
  await startComputing({quiet});
  const progress = createProgress({quiet});
  const onStopped = () => process.stderr.write(`Nothing was written. Start again with: ${resumeCommand()}\n`);
  const document = await interruptible(
    signal =>
      scoreModel(model, data, {
        ...rest,
        ...structure,
        plugins,
        onUnstable: progress.say,
        onProgress: (done, total) => {
          if (signal.aborted) throw new Interrupted('Interrupted.');
          progress.update('Scoring', done, total);
        }
      }),
    {onStopped, quiet}
  ).finally(progress.stop);
  if (out !== undefined) await writeJson(out, document);
  if (json) {
    printJson(document);
    return;
  }
  printText(summary(document));
  if (!quiet) process.stderr.write(`Wrote ${out}.\n`);
}

/** The mean raw score of each group: which layers a criterion holds for dispensable. */
function summary({units, criteria, data, loss}: ScoresDocument): string {
  const groups = [...new Set(units.map(({group}) => group))];
  const names = Object.keys(criteria);
  const columns: TextColumn[] = [
    {header: 'group'},
    ...['units', 'MFLOPs a unit', ...names].map((header): TextColumn => ({header, align: 'right'}))
  ];
  const rows = groups.map(group => {
    const own = units.flatMap((unit, i) => (unit.group === group ? [i] : []));
    const mean = (scores: readonly number[]) => own.reduce((sum, i) => sum + (scores[i] ?? 0), 0) / own.length;
    const cost = mega(1e6 * (units[own[0] ?? 0]?.mflops ?? 0));
    return [group, String(own.length), cost, ...names.map(name => significant(mean(criteria[name]?.raw ?? [])))];
  });
  const head = `${units.length} units, mean raw score by group; ${data.examples} examples of ${data.name} (${data.split}), loss ${fixed(loss)}`;
  return `${head}\n\n${textTable(columns, rows)}`;
}
