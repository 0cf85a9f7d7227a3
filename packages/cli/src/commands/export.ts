import {type Command, Option} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {exampleCount, inputShape, positiveNumber} from '../options/numbers.ts';
import {checkOutFile} from '../options/outFile.ts';
import {dataDirOption, jsonOption, quietOption, splitOption, type DataOptions} from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {shapesText} from '../output/shapesText.ts';
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
    .option('--int8', 'onnx: convolutions and dense layers in 8 bits, calibrated on --data')
    .option('--data <data>', 'what to calibrate on: registered name, .npz file or image folder')
    .addOption(splitOption('train'))
    .addOption(
      new Option('--examples <n|all>', 'the first N of the split, or all')
        .argParser(exampleCount('--examples'))
        .default(256)
    )
    .option('--percentile <p>', 'share of the values to cover, in percent; 100: all', percentile)
    .addOption(dataDirOption())
    .option('--input <shape>', 'shape of one example, such as 224,224,3', inputShape('--input'))
    .requiredOption('--out <path>', 'new folder for tfjs, file for onnx')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', HELP)
    .addHelpText(
      'after',
      examples(
        'espalier export pruned/model --to onnx --out pruned.onnx',
        'espalier export pruned/model --to tfjs --weights uint8 --out small/',
        'espalier export pruned/model --to onnx --int8 --data digits --out pruned-int8.onnx'
      )
    )
    .action(exportAction);
}

const HELP = `
Both end in the softmax that the model ended in. An ONNX model takes the same inputs as the layers model, under the same
names: channels last, as many examples at once as you like.`;

interface ExportActionOptions extends Pick<DataOptions, 'split' | 'examples' | 'dataDir'> {
  readonly to: 'tfjs' | 'onnx';
  readonly weights?: 'float32' | 'float16' | 'uint16' | 'uint8';
  readonly int8?: boolean;
  readonly data?: string;
  readonly percentile?: number;
  readonly input?: readonly number[];
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function exportAction(model: string, options: ExportActionOptions): Promise<void> {
  const {to, out, weights, input, json, quiet} = options;
  checkTogether(options);
  if (to === 'onnx') await checkOutFile(out);
  const {exportModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await exportModel(model, {to, out, weights, inputShape: input, int8: calibration(options)});
  if (json) {
    printJson(document);
    return;
  }
  printText(
    facts([
      ['written', document.out.path],
      ['bytes', count(document.bytes)],
      ['weights', document.weights],
      ['input', shapesText(document.inputs)],
      ['output', shapesText(document.outputs)]
    ])
  );
}

/** Options that have no meaning beside others are refused. */
function checkTogether({to, weights, int8, data, percentile, input}: ExportActionOptions): void {
  if (to === 'onnx' && weights !== undefined) {
    throw new UsageError('Expected --weights with --to tfjs only, got it with onnx. For 8 bits there is --int8.');
  }
  if (int8 && to !== 'onnx') throw new UsageError('Expected --int8 with --to onnx, got it with tfjs: see --weights.');
  if (int8 && data === undefined) throw new UsageError('Expected --data with --int8, to calibrate on, got none.');
  if (int8 && input) throw new UsageError('Expected --input without --int8, which takes the shape of --data.');
  if (int8 || (data ?? percentile) === undefined) return;
  throw new UsageError(`Expected --${data === undefined ? 'percentile' : 'data'} with --int8 only, got it without.`);
}

function calibration({int8, data, split, examples, dataDir, percentile}: ExportActionOptions) {
  return int8 ? {data: data!, split, examples, dataDir, percentile} : undefined;
}

function percentile(text: string): number {
  const value = positiveNumber('--percentile')(text);
  if (value <= 100) return value;
  throw new UsageError(`Expected --percentile to be at most 100, got "${text}".`);
}
