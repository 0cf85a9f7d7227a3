import type {Command} from 'commander';
import type {OracleFlops} from '@espalier/core';
import type {OracleDocument} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {checkOutFile} from '../options/outFile.ts';
import * as shared from '../options/shared.ts';
import {excludeOption, structureOf, unitsOption, type StructureTexts} from '../options/structure.ts';
import {fixed, significant} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable, type TextColumn} from '../output/textTable.ts';
import {interruptible} from '../progress/interruption.ts';
import {createProgress} from '../progress/progress.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addOracle(program: Command): void {
  program
    .command('oracle')
    .description('measure how the loss changes without each unit; goes on where it was cut off, and remembers')
    .argument('<model>', 'model to measure')
    .addOption(shared.dataOption())
    .addOption(unitsOption())
    .addOption(excludeOption())
    .addOption(shared.splitOption('train'))
    .addOption(shared.examplesOption())
    .addOption(shared.batchSizeOption())
    .addOption(shared.seedOption())
    .option('--out <file>', 'oracle.json to write')
    .addOption(shared.dataDirOption())
    .addOption(shared.jsonOption())
    .addOption(shared.quietOption())
    .addHelpText('after', examples('espalier oracle model/ --data digits --examples 200 --out oracle.json'))
    .action(oracle);
}

interface OracleOptions extends shared.DataOptions, StructureTexts {
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function oracle(model: string, options: OracleOptions): Promise<void> {
  const {data, out, json, quiet, ...rest} = options;
  if (out === undefined && !json) throw new UsageError('Expected --out FILE to write, or --json to print.');
  await checkOutFile(out);
  const structure = await structureOf(options);
  const {measureOracleFile, writeJson} = await import('@espalier/experiments');
  await startComputing({quiet});
  const progress = createProgress({quiet});
  const onStopped = () => process.stderr.write(`What is measured is kept. Go on with: ${resumeCommand()}\n`);
  const {document, cached, flops} = await interruptible(
    signal =>
      measureOracleFile(model, data, {
        ...rest,
        ...structure,
        signal,
        onProgress: (done, total) => progress.update('Measuring the oracle', done, total)
      }),
    {onStopped, quiet}
  ).finally(progress.stop);
  if (out !== undefined) await writeJson(out, document);
  if (json) {
    printJson(document);
    return;
  }
  printText(summary(document));
  if (quiet) return;
  const work = cached ? 'measured earlier and taken from the cache' : savedWork(flops);
  process.stderr.write(`Wrote ${out}, ${work}.\n`);
}

function summary({units, lossChange, data, loss}: OracleDocument): string {
  const groups = [...new Set(units.map(({group}) => group))];
  const headers = ['units', 'lowest', 'median', 'highest', 'better without'];
  const columns: TextColumn[] = [{header: 'group'}, ...headers.map((header): TextColumn => ({header, align: 'right'}))];
  const rows = groups.map(group => {
    const own = lossChange.filter((_, i) => units[i]?.group === group).toSorted((a, b) => a - b);
    const better = own.filter(change => change < 0).length;
    return [group, String(own.length), ...[own[0], median(own), own.at(-1)].map(significant), String(better)];
  });
  const head = `Loss change without each unit; ${data.examples} examples of ${data.name} (${data.split}), loss ${fixed(loss)}`;
  return `${head}\n\n${textTable(columns, rows)}`;
}

/** Against whole passes, and without counting what examples save on which a unit is 0 for its readers. */
function savedWork({bruteForce, incremental}: OracleFlops): string {
  return `with ${(bruteForce / incremental).toFixed(1)} times fewer FLOPs than a whole pass for each unit`;
}

function median(sorted: readonly number[]): number | undefined {
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
