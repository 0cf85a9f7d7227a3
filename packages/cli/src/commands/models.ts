import type {Command} from 'commander';
import type {ZooModel} from '@espalier/experiments';
import {examples} from '../help/examples.ts';
import {jsonOption} from '../options/shared.ts';
import {count, mega} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';
import {addModelsGet} from './modelsGet.ts';

export function addModels(program: Command): void {
  const models = program
    .command('models')
    .description(
      'networks of the zoo, untrained: as MODEL of a command, or as `model: {zoo: NAME}` of an experiment file; ' +
        '`models get NAME` fetches published weights'
    )
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier models'))
    .action(async ({json}: {json?: boolean}) => {
      const {zooModels} = await import('@espalier/experiments');
      const networks = zooModels();
      if (json) printJson({format: 'espalier.models/1', models: networks});
      else printText(table(networks));
    });
  addModelsGet(models);
}

function table(models: readonly ZooModel[]): string {
  return textTable(
    [
      {header: 'name'},
      {header: 'input', align: 'right'},
      {header: 'classes', align: 'right'},
      {header: 'units', align: 'right'},
      {header: 'parameters', align: 'right'},
      {header: 'MFLOPs', align: 'right'},
      {header: 'weights'},
      {header: 'what', prose: true},
      {header: 'source', prose: true}
    ],
    models.map(({name, inputShape, classes, units, parameters, flops, weights = '', summary, source}) => [
      name,
      inputShape.join(' × '),
      count(classes),
      count(units),
      count(parameters),
      mega(flops),
      weights,
      summary,
      source
    ])
  );
}
