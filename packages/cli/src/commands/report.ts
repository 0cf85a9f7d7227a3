import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {jsonOption, quietOption, runsOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {reportText} from '../reporting/reportText.ts';
import {reportSweeps} from '../reporting/reportSweeps.ts';

export function addReport(program: Command): void {
  program
    .command('report')
    .description('figures, tables and one HTML page of finished runs')
    .argument('[sweeps...]', 'sweeps to report; the newest unless named')
    .option('--out <folder>', 'folder to write; report/ beside the runs unless given')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', examples('espalier report', 'espalier report my-sweep --out report/'))
    .action(report);
}

interface ReportFlags {
  readonly out?: string;
  readonly runs: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function report(sweeps: readonly string[], {out, runs, json, quiet}: ReportFlags): Promise<void> {
  const made = await reportSweeps(sweeps, {out, runs, quiet});
  const {path, sweeps: names, unfinished, correlations, findings} = made;
  if (json) {
    printJson({format: 'espalier.report/1', path, sweeps: names, unfinished, correlations, findings});
    return;
  }
  printText(await reportText(made));
}
