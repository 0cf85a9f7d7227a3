import {type Command, Option} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {inputShape} from '../options/numbers.ts';
import {checkOutFile} from '../options/outFile.ts';
import {jsonOption, quietOption} from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write a model for others: a layers model with smaller weights, or ONNX')
    .argument('<model>', 'model to export')
    .addOption(
      new Option('--to <format>', 'tfjs: TensorFlow.js layers model; onnx: ONNX, opset 17')
        .choices(['tfjs', 'onnx'])
        .makeOptionMandatory()
    )
    .addOption(
      new Option('--weights <type>', 'how a layers model stores its kernels (float32)').choices([
        'float32',
        'float16',
        'uint16',
        'uint8'
      ])
    )
    .option('--input <shape>', 'shape of one example, such as 224,224,3', inputShape('--input'))
    .requiredOption('--out <path>', 'new folder for tfjs, file for onnx')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', HELP)
    .addHelpText(
      'after',
      examples(
        'espalier export pruned/model --to onnx --out pruned.onnx',
        'espalier export pruned/model --to tfjs --weights uint8 --out small/'
      )
    )
    .action(exportAction);
}

const HELP = `
Both end in the softmax that the model ended in. An ONNX model takes the same inputs as the layers model, under the same
names: channels last, as many examples at once as you like.`;

interface ExportActionOptions {
  readonly to: 'tfjs' | 'onnx';
  readonly weights?: 'float32' | 'float16' | 'uint16' | 'uint8';
  readonly input?: readonly number[];
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function exportAction(model: string, {input, json, quiet, ...options}: ExportActionOptions): Promise<void> {
  if (options.to === 'onnx') {
    if (options.weights !== undefined)
      throw new UsageError('Expected --weights with --to tfjs only, got it with onnx.');
    await checkOutFile(options.out);
  }
  const {exportModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await exportModel(model, {...options, inputShape: input});
  if (json) {
    printJson(document);
    return;
  }
  const shapes = (all: readonly (readonly number[])[]) => all.map(shape => shape.join(' × ')).join(', ');
  printText(
    facts([
      ['written', document.out.path],
      ['bytes', count(document.bytes)],
      ['weights', document.weights],
      ['input', shapes(document.inputs)],
      ['output', shapes(document.outputs)]
    ])
  );
}
