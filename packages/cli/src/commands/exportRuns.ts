import {Option, type Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {exportFile} from '../exporting/exportFile.ts';
import {exportSweepsToMlflow} from '../exporting/exportSweepsToMlflow.ts';
import {sweepsToExport} from '../exporting/sweepsToExport.ts';
import {examples} from '../help/examples.ts';
import {numberAtLeastZero} from '../options/numbers.ts';
import {jsonOption, quietOption, runsOption} from '../options/shared.ts';

const SERVERS = `
What is at an MLflow server already is not sent again. MLFLOW_TRACKING_URI stands for --uri;
MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, tell who asks.`;

export function addExportRuns(program: Command): void {
  program
    .command('export-runs')
    .description('runs as CSV, JSON or Parquet, or sent to an MLflow server')
    .argument('[sweeps...]', 'sweeps to export; all unless named')
    .addOption(
      new Option('--to <what>', 'where to').choices(['mlflow', 'csv', 'json', 'parquet']).makeOptionMandatory()
    )
    .option('--out <file|folder>', 'file to write, or folder for it; stdout unless given')
    .option('--steps', 'one row a pruning step in place of one a run')
    .addOption(new Option('--uri <url>', 'address of the MLflow server').env('MLFLOW_TRACKING_URI'))
    .option('--experiment <name>', 'experiment of MLflow, in place of one of each sweep’s name')
    .addOption(
      new Option('--largest-file <MB>', 'larger files of a run are not sent to MLflow; with 0 none is')
        .argParser(numberAtLeastZero('--largest-file'))
        .default(100)
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', SERVERS)
    .addHelpText(
      'after',
      examples(
        'espalier export-runs --to csv > runs.csv',
        'espalier export-runs demo --to parquet --steps --out demo/',
        'espalier export-runs demo --to mlflow --uri http://localhost:5000'
      )
    )
    .action(exportRuns);
}

export interface ExportRunsFlags {
  readonly to: 'mlflow' | 'csv' | 'json' | 'parquet';
  readonly out?: string;
  readonly steps?: boolean;
  readonly uri?: string;
  readonly experiment?: string;
  /** In megabytes. */
  readonly largestFile: number;
  readonly runs: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function exportRuns(names: readonly string[], flags: ExportRunsFlags, command: Command): Promise<void> {
  const {to, ...rest} = flags;
  const foreign = to === 'mlflow' ? ['out', 'steps'] : ['uri', 'experiment', 'largestFile', 'json'];
  const given = command.options.find(
    option => foreign.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === 'cli'
  );
  if (given) throw new UsageError(`Expected no ${given.long} with --to ${to}, got one.`);
  const sweeps = await sweepsToExport(names, flags.runs);
  await (to === 'mlflow' ? exportSweepsToMlflow(sweeps, rest) : exportFile(sweeps, {...rest, to}));
}
