import {Option, type Command} from 'commander';
import type {MetricsRow} from '@espalier/experiments';
import {examples} from '../help/examples.ts';
import {costOption, type CostValue} from '../options/cost.ts';
import {addAutoUpdates, autoUpdatesOf, type AutoUpdatesTexts} from '../options/autoUpdates.ts';
import {addDistill, distillOf, type DistillTexts} from '../options/distill.ts';
import {parseFloor, type FloorValue} from '../options/floor.ts';
import * as numbers from '../options/numbers.ts';
import * as shared from '../options/shared.ts';
import {excludeOption, structureOf, unitsOption, type StructureTexts} from '../options/structure.ts';
import {checkUntil, DROP_METRICS} from '../options/until.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {interruptible} from '../progress/interruption.ts';
import {createProgress} from '../progress/progress.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';
import {pruneSummary} from '../reporting/pruneSummary.ts';
import {stepSeconds} from '../reporting/stepSeconds.ts';
import {writePruneReport} from '../reporting/writePruneReport.ts';

export function addPrune(program: Command): void {
  const command = program
    .command('prune')
    .description('remove the lowest units step by step, fine-tuning in between')
    .argument('<model>', 'model to prune')
    .addOption(shared.dataOption())
    .option('--criterion <name>', 'what units are ranked by; oracle-loss and oracle-abs measure anew', 'taylor')
    .addOption(unitsOption())
    .addOption(excludeOption())
    .option(
      '--until <what=number>',
      'flops, params, units, memory or latency, and what is left of it; or drop=POINTS: no network that may be worse by ' +
        'more percentage points on validation data, with 95 % confidence; or both with a comma',
      'flops=0.5'
    )
    .addOption(new Option('--drop-metric <name>', 'what may drop').choices(DROP_METRICS).default('accuracy'))
    .addOption(number('--latency-batch <n>', 'examples a timed pass', numbers.wholeNumber('--latency-batch', 1), 1))
    .addOption(number('--step <n>', 'units removed at once', numbers.wholeNumber('--step', 1), 1))
    .addOption(new Option('--one-shot', 'remove all that the target needs at once').conflicts('step'))
    .addOption(number('--updates <n>', 'fine-tuning updates a step', numbers.wholeNumber('--updates', 0), 30));
  addAutoUpdates(command)
    .addOption(
      new Option(
        '--final-updates <n>',
        'fine-tuning updates after the last step; as many as --updates unless given'
      ).argParser(numbers.wholeNumber('--final-updates', 0))
    )
    .addOption(new Option('--optimizer <name>', 'of fine-tuning').choices(['sgd', 'adamw']).default('sgd'))
    .addOption(number('--lr <x>', 'learning rate', numbers.positiveNumber('--lr'), 1e-4))
    .addOption(number('--momentum <x>', 'of fine-tuning; of AdamW, β₁', numbers.shareBelowOne('--momentum'), 0.9))
    .addOption(number('--weight-decay <x>', 'of fine-tuning', numbers.numberAtLeastZero('--weight-decay'), 1e-4))
    .addOption(shared.batchSizeOption(32));
  addDistill(command)
    .addOption(
      new Option('--normalize <how>', 'how layers are made comparable')
        .choices(['l2', 'l1', 'min-max', 'none'])
        .default('l2')
    )
    .addOption(number('--flops-lambda <x>', 'price of a MFLOP', numbers.numberAtLeastZero('--flops-lambda'), 0))
    .addOption(
      new Option(
        '--flops-scale <how>',
        'the price is for a MFLOP as in the paper, for the mean unit’s cost, or for what the network saves without it'
      )
        .choices(['paper', 'relative', 'saved'])
        .default('paper')
    )
    .addOption(costOption().conflicts('flopsLambda'))
    .addOption(
      new Option(
        '--floor <x>',
        "units that layers keep, a count or a share below 1; or by layer: 'conv1=8,block*=0.25'"
      )
        .argParser(parseFloor)
        .default(1)
    )
    .addOption(shared.curvatureOption())
    .addOption(shared.examplesOption())
    .addOption(shared.seedOption())
    .requiredOption('--out <folder>', 'new folder for the smaller model and its history')
    .addOption(shared.pluginOption())
    .addOption(shared.dataDirOption())
    .addOption(shared.jsonOption())
    .addOption(shared.quietOption())
    .addHelpText(
      'after',
      examples(
        'espalier prune model/ --data digits --until flops=0.5 --out pruned/',
        'espalier prune model/ --data digits --criterion weight --one-shot --updates 0 --out pruned/',
        'espalier prune model/ --data digits --until drop=2.5 --out pruned/',
        'espalier prune model/ --data digits --updates 60 --auto-updates --out pruned/'
      )
    )
    .action(prune);
}

function number(flags: string, what: string, parser: numbers.Parser<number>, value: number): Option {
  return new Option(flags, what).argParser(parser).default(value);
}

interface PruneOptions extends Omit<shared.DataOptions, 'split'>, StructureTexts, DistillTexts, AutoUpdatesTexts {
  readonly criterion: string;
  readonly until: string;
  readonly dropMetric: (typeof DROP_METRICS)[number];
  readonly latencyBatch: number;
  readonly step: number;
  readonly oneShot?: boolean;
  readonly updates: number;
  readonly finalUpdates?: number;
  readonly optimizer: string;
  readonly lr: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly normalize: string;
  readonly flopsLambda: number;
  readonly flopsScale: string;
  readonly cost?: CostValue;
  readonly floor: FloorValue;
  readonly curvature: string;
  readonly out: string;
  readonly plugin?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function prune(model: string, options: PruneOptions): Promise<void> {
  const {data, json, quiet, step, oneShot, plugin: plugins, ...rest} = options;
  await checkUntil(options.until);
  const autoUpdates = autoUpdatesOf(options);
  const structure = await structureOf(options);
  const {pruneModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const progress = createProgress({quiet});
  const meter = createMeter(options.until);
  const onStopped = () => process.stderr.write(`Nothing was written. Start again with: ${resumeCommand()}\n`);
  const document = await interruptible(
    signal =>
      pruneModel(model, data, {
        ...rest,
        ...structure,
        unitsPerStep: oneShot ? 'all' : step,
        distill: distillOf(options),
        autoUpdates,
        plugins,
        signal,
        onUnstable: progress.say,
        onPoint: row => progress.update('Pruning', 1000 * meter(row), 1000)
      }),
    {onStopped, quiet}
  ).finally(progress.stop);
  const seconds = await stepSeconds(options.out);
  await writePruneReport(options.out, {model, document, command: resumeCommand(), structure, seconds});
  if (json) {
    printJson(document);
    return;
  }
  printText(pruneSummary(document, seconds));
  if (!quiet) process.stderr.write(`\nWrote ${options.out}: model, history, result and report.\n`);
}

type Sizes = Pick<MetricsRow, 'units' | 'parameters' | 'flops' | 'memory'>;

/**
 * How far pruning has come on the way to its target, in [0, 1]; by FLOPs on the way to a latency, and by units where only a
 * drop ends it.
 */
function createMeter(until: string): (row: Sizes) => number {
  const size = until.split(',').find(part => !part.startsWith('drop')) ?? 'units=0';
  const [name = '', fraction] = size.split('=');
  const quantity = QUANTITIES.get(name) ?? 'flops';
  let first: Sizes | undefined;
  return row => {
    first ??= row;
    return Math.min(1, (1 - (row[quantity] ?? 0) / (first[quantity] ?? 1)) / (1 - Number(fraction)));
  };
}

const QUANTITIES: ReadonlyMap<string, keyof Sizes> = new Map([
  ['params', 'parameters'],
  ['units', 'units'],
  ['memory', 'memory']
]);
