import type {Command} from 'commander';
import type {ReplayedDocument} from '@espalier/experiments';
import {SilentExit} from '../errors/SilentExit.ts';
import {examples} from '../help/examples.ts';
import * as shared from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count, mega} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {interruptible} from '../progress/interruption.ts';
import {createProgress} from '../progress/progress.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('rebuild a pruned model bit for bit from its log, without scoring')
    .argument('<history>', 'history.jsonl of a pruning or a run, with its config.yaml beside it')
    .argument('<model>', 'the model that was pruned')
    .option('--data <data>', 'what it was fine-tuned on, where config.yaml names another place')
    .addOption(shared.dataDirOption())
    .requiredOption('--out <folder>', 'new folder for the smaller model')
    .addOption(shared.pluginOption())
    .addOption(shared.jsonOption())
    .addOption(shared.quietOption())
    .addHelpText('after', examples('espalier replay pruned/history.jsonl model/ --out again/'))
    .action(replay);
}

interface ReplayOptions {
  readonly data?: string;
  readonly dataDir?: string;
  readonly out: string;
  readonly plugin?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function replay(history: string, model: string, options: ReplayOptions): Promise<void> {
  const {json, quiet, plugin: plugins, ...rest} = options;
  const {replayModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const progress = createProgress({quiet});
  const onStopped = () => process.stderr.write(`Nothing was written. Start again with: ${resumeCommand()}\n`);
  const onStep = (done: number, total: number) => progress.update('Replaying', done, total);
  const document = await interruptible(signal => replayModel(history, model, {...rest, plugins, signal, onStep}), {
    onStopped,
    quiet
  }).finally(progress.stop);
  if (json) printJson(document);
  else printText(summary(document));
  if (!quiet) process.stderr.write(`${remark(document)}\nWrote ${options.out}: model.\n`);
  if (document.same === false) throw new SilentExit(1);
}

function summary({steps, units, parameters, flops, sha256}: ReplayedDocument): string {
  return facts([
    ['steps', count(steps)],
    ['units', `${count(units.before)} → ${count(units.after)}`],
    ['parameters', `${count(parameters.before)} → ${count(parameters.after)}`],
    ['MFLOPs', `${mega(flops.before)} → ${mega(flops.after)}`],
    ['sha256', sha256]
  ]);
}

function remark({replayed, same}: ReplayedDocument): string {
  if (replayed === 'cuts') return 'There is no config.yaml beside the log: units were cut, and nothing was fine-tuned.';
  if (same === null) return 'There is no model beside the log to compare with.';
  return same
    ? 'The same bytes as the model beside the log.'
    : 'Other bytes than the model beside the log: it was made by another engine, number of threads or processor.';
}
