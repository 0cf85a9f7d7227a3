import type {Command} from 'commander';
import type {InspectionDocument} from '@espalier/experiments';
import {inputShape} from '../options/numbers.ts';
import {jsonOption, quietOption} from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {bytes, count, mega, percent} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('layers, groups and why they are coupled, units, FLOPs, parameters, largest possible reduction')
    .argument('<model>', 'model to look at')
    .option('--input <shape>', 'shape of one example, such as 224,224,3', inputShape('--input'))
    .addOption(jsonOption())
    .addOption(quietOption())
    .action(inspect);
}

interface InspectOptions {
  readonly input?: readonly number[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function inspect(model: string, {input, json, quiet}: InspectOptions): Promise<void> {
  const {inspectModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await inspectModel(model, {inputShape: input});
  if (json) {
    printJson(document);
    return;
  }
  printText([layers(document), groups(document), totals(document)].join('\n\n'));
}

function layers({layers: all}: InspectionDocument): string {
  const rows = all.map(({name, type, shape, parameters, flops, frozen = ''}) => [
    name,
    type,
    shape.join(' × '),
    count(parameters),
    mega(flops),
    frozen
  ]);
  return textTable(
    [
      {header: 'layer'},
      {header: 'type'},
      {header: 'output', align: 'right'},
      {header: 'parameters', align: 'right'},
      {header: 'MFLOPs', align: 'right'},
      {header: 'kept whole because', prose: true}
    ],
    rows
  );
}

function groups({groups: all}: InspectionDocument): string {
  const rows = all.map(({name, units, mflopsPerUnit, consumers, reason}) => [
    name,
    count(units),
    mega(1e6 * mflopsPerUnit),
    consumers.join(', '),
    reason
  ]);
  return textTable(
    [
      {header: 'group'},
      {header: 'units', align: 'right'},
      {header: 'MFLOPs a unit', align: 'right'},
      {header: 'read by', prose: true},
      {header: 'coupled', prose: true}
    ],
    rows
  );
}

function totals({units, parameters, flops, activationBytes, smallest}: InspectionDocument): string {
  const left = (key: keyof InspectionDocument['smallest']['fraction']) => percent(smallest.fraction[key]);
  return facts([
    ['units', `${count(units)}, at least ${left('units')} stay`],
    ['parameters', `${count(parameters)}, at least ${left('parameters')} stay`],
    ['FLOPs', `${mega(flops)} million, at least ${left('flops')} stay`],
    ['activations', `${bytes(activationBytes)} for one example`]
  ]);
}
