import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {inputShape, wholeNumber} from '../options/numbers.ts';
import {jsonOption, quietOption} from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {shapesText} from '../output/shapesText.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addImport(program: Command): void {
  program
    .command('import')
    .description('make a layers model of a Keras file, or of weights alone: of Keras, or a PyTorch state dict')
    .argument('<file>', '.keras, .h5, .weights.h5, .pth, .pt or .safetensors')
    .option('--network <name>', 'whose weights it holds, where it holds weights alone: a name, or the JSON of Keras')
    .option('--classes <n>', 'classes of the last layer, where not as the file has them', wholeNumber('--classes', 1))
    .option('--input <shape>', 'shape of one example, such as 224,224,3', inputShape('--input'))
    .requiredOption('--out <folder>', 'new folder for the layers model')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', HELP)
    .addHelpText(
      'after',
      examples('espalier import vgg16.pth --network vgg-16 --out vgg16/', 'espalier import model.keras --out model/')
    )
    .action(importAction);
}

const HELP = `
Networks whose weights are known: efficientnet-lite0, mobilenet-v2, resnet-50, vgg-16, vgg-16-trunk. For others, say
which by the JSON that Keras writes (model.to_json()). Code in a file is never run.`;

interface ImportActionOptions {
  readonly network?: string;
  readonly classes?: number;
  readonly input?: readonly number[];
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function importAction(file: string, {input, json, quiet, ...options}: ImportActionOptions): Promise<void> {
  const {importFile} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await importFile(file, {...options, inputShape: input});
  if (json) {
    printJson(document);
    return;
  }
  printText(
    facts([
      ['model', document.model.path],
      ['layers', count(document.layers)],
      ['parameters', count(document.parameters)],
      ['input', shapesText(document.inputs)],
      ['output', shapesText(document.outputs)]
    ])
  );
}
