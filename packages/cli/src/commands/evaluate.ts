import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import * as shared from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count, fixed, percent} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('loss and accuracy of a model')
    .argument('<model>', 'model to evaluate')
    .addOption(shared.dataOption())
    .addOption(shared.splitOption('test'))
    .addOption(shared.examplesOption())
    .addOption(shared.batchSizeOption(250))
    .addOption(shared.dataDirOption())
    .addOption(shared.jsonOption())
    .addOption(shared.quietOption())
    .addHelpText('after', examples('espalier evaluate pruned/ --data digits'))
    .action(evaluate);
}

interface EvaluateOptions extends Omit<shared.DataOptions, 'seed'> {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function evaluate(model: string, {data, json, quiet, ...options}: EvaluateOptions): Promise<void> {
  const {evaluateModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await evaluateModel(model, data, options);
  if (json) {
    printJson(document);
    return;
  }
  printText(
    facts([
      ['accuracy', percent(document.accuracy, 2)],
      ['loss', fixed(document.loss)],
      ['examples', `${count(document.data.examples)} of ${document.data.name} (${document.data.split})`]
    ])
  );
}
