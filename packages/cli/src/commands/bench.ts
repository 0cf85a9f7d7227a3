import {basename, resolve} from 'node:path';
import type {Command} from 'commander';
import type {ProfileDocument} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {commaList} from '../options/lists.ts';
import {inputShape, wholeNumber} from '../options/numbers.ts';
import {checkOutFile} from '../options/outFile.ts';
import {jsonOption, quietOption} from '../options/shared.ts';
import {latencyText, profileText} from '../output/benchText.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('how long a forward pass takes, and by how much another model differs; or a training step op by op')
    .argument('<model>', 'model to time; an .onnx file by ONNX Runtime')
    .argument('[other]', 'model to time beside it, by turns')
    .option('--batch <n,…>', 'examples a batch: 1,32, with --profile 32', batches)
    .option('--input <shape>', 'shape of one example, such as 224,224,3', inputShape('--input'))
    .option('--profile', 'where the time of a training step goes, by op')
    .option('--criteria <a,b,…>', 'with --profile: criteria that score the units on the way', commaList('--criteria'))
    .option('--svg <file>', 'with --profile: also draw it')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', HELP)
    .addHelpText(
      'after',
      examples(
        'espalier bench vgg-s pruned/ --batch 1,32',
        'espalier bench pruned.onnx pruned/model',
        'espalier bench vgg-s --profile --svg profile.svg'
      )
    )
    .action(bench);
}

const HELP = `
ONNX Runtime runs .onnx files, on the processor and on as many threads as the engine. It has to be installed:
npm install onnxruntime-node. Their inputs are float32; sizes that a file leaves open, except the batch, are told by --input.`;

const batches = (text: string) => commaList('--batch')(text).map(wholeNumber('--batch', 1));

interface BenchOptions {
  readonly batch?: readonly number[];
  readonly input?: readonly number[];
  readonly profile?: boolean;
  readonly criteria?: readonly string[];
  readonly svg?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function bench(model: string, other: string | undefined, options: BenchOptions): Promise<void> {
  const {profile, batch, criteria, input, json, quiet, svg} = options;
  if (profile) return benchProfile(model, other, options);
  if (criteria ?? svg) throw new UsageError('Expected --criteria and --svg only with --profile.');
  const {benchModel, isOnnxFile} = await import('@espalier/experiments');
  const ours = [model, ...(other === undefined ? [] : [other])].some(path => !isOnnxFile(path));
  if (ours) await startComputing({quiet});
  const document = await benchModel(model, {other, batches: batch, inputShape: input});
  if (json) printJson(document);
  else printText(latencyText(document));
}

async function benchProfile(model: string, other: string | undefined, options: BenchOptions): Promise<void> {
  const {batch = [32], criteria, input, json, quiet, svg} = options;
  if (other !== undefined) throw new UsageError(`Expected one model with --profile, got ${other} too.`);
  const [size, ...sizes] = batch;
  if (sizes.length > 0) throw new UsageError(`Expected one --batch with --profile, got ${batch.join(',')}.`);
  await checkOutFile(svg, '--svg');
  const {profileModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await profileModel(model, {batch: size, criteria, inputShape: input});
  if (svg !== undefined) await draw(document, svg);
  if (json) printJson(document);
  else printText(profileText(document));
  if (svg !== undefined && !quiet) process.stderr.write(`Wrote ${svg}.\n`);
}

async function draw(profile: ProfileDocument, path: string): Promise<void> {
  const [{writeAtomically}, {stepProfile}] = await Promise.all([
    import('@espalier/experiments'),
    import('@espalier/reports')
  ]);
  const name = basename(resolve(profile.model.path));
  await writeAtomically(path, stepProfile({profile, name, command: resumeCommand()}).draw());
}
