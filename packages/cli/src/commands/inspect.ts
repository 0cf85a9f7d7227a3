import {basename, resolve} from 'node:path';
import type {Command} from 'commander';
import type {InspectionDocument} from '@espalier/experiments';
import {examples} from '../help/examples.ts';
import {inputShape} from '../options/numbers.ts';
import {checkOutFile} from '../options/outFile.ts';
import {jsonOption, quietOption} from '../options/shared.ts';
import {excludeOption, structureOf, unitsOption, type StructureTexts} from '../options/structure.ts';
import {inspectionText} from '../output/inspectionText.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('layers, groups and why they are coupled, units, FLOPs, parameters, largest possible reduction')
    .argument('<model>', 'model to look at')
    .option('--input <shape>', 'shape of one example, such as 224,224,3', inputShape('--input'))
    .addOption(unitsOption())
    .addOption(excludeOption())
    .option('--svg <file>', 'also draw the network in the colors of its groups')
    .option('--all', 'long lists whole')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', examples('espalier inspect resnet-50', 'espalier inspect vgg-s --svg vgg-s.svg'))
    .action(inspect);
}

interface InspectOptions extends StructureTexts {
  readonly input?: readonly number[];
  readonly svg?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

async function inspect(model: string, {input, svg, all, json, quiet, ...texts}: InspectOptions): Promise<void> {
  await checkOutFile(svg, '--svg');
  const structure = await structureOf(texts);
  const {inspectModel} = await import('@espalier/experiments');
  await startComputing({quiet});
  const document = await inspectModel(model, {inputShape: input, ...structure});
  if (svg !== undefined) await draw(document, svg);
  if (json) printJson(document);
  else printText(inspectionText(document, {all}));
  if (svg !== undefined && !quiet) process.stderr.write(`Wrote ${svg}.\n`);
}

async function draw(network: InspectionDocument, path: string): Promise<void> {
  const [{writeAtomically}, {networkPicture}] = await Promise.all([
    import('@espalier/experiments'),
    import('@espalier/reports')
  ]);
  const name = basename(resolve(network.model.path));
  await writeAtomically(path, networkPicture({network, name, command: resumeCommand()}).draw());
}
