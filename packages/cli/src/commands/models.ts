import type {Command} from 'commander';
import {jsonOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';

export function addModels(program: Command): void {
  program
    .command('models')
    .description(
      'networks of the zoo, untrained: as MODEL of a command, or as `model: {zoo: NAME}` of an experiment file'
    )
    .addOption(jsonOption())
    .action(async ({json}: {json?: boolean}) => {
      const {zooNames} = await import('@espalier/experiments');
      if (json) printJson({format: 'espalier.models/1', models: zooNames().map(name => ({name}))});
      else printText(zooNames().join('\n'));
    });
}
