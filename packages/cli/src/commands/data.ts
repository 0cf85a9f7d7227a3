import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import type {DataSet} from '@espalier/datasets';
import {dataDirOption, jsonOption} from '../options/shared.ts';
import {facts} from '../output/facts.ts';
import {count} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';
import {addDataGet} from './dataGet.ts';
import {addDataVerify} from './dataVerify.ts';

export function addData(program: Command): void {
  const data = program
    .command('data')
    .description('data sets: `data ls`, `data inspect DATA`, `data get DATA FOLDER`, `data verify DATA FOLDER`');
  data
    .command('ls')
    .description('registered data sets')
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier data ls'))
    .action(ls);
  data
    .command('inspect')
    .description('splits, shape, classes and digest of a data set, after checking all of it')
    .argument('<data>', 'registered name, .npz file or image folder')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier data inspect digits', 'espalier data inspect photos/'))
    .action(inspect);
  addDataGet(data);
  addDataVerify(data);
}

async function ls({json}: {json?: boolean}): Promise<void> {
  const {dataSources} = await import('@espalier/datasets');
  const sets = dataSources.map(({name, summary, license}) => ({name, summary, license}));
  if (json) {
    printJson({format: 'espalier.datasets/1', datasets: sets});
    return;
  }
  printText(
    textTable(
      [{header: 'name'}, {header: 'what', prose: true}, {header: 'license'}],
      sets.map(({name, summary, license}) => [name, summary, license])
    )
  );
}

async function inspect(name: string, {dataDir, json}: {dataDir?: string; json?: boolean}): Promise<void> {
  const {openData} = await import('@espalier/datasets');
  const data = await openData(name, {dataDir, seed: 0});
  const {sha256, shape, classes, note} = data;
  const splits = {train: data.train.size, validation: data.validation.size, test: data.test.size};
  const perClass = countClasses(data);
  if (json) {
    printJson({format: 'espalier.dataset/1', name, sha256, shape, classes, splits, classCounts: perClass, note});
    return;
  }
  const parts = [
    facts([
      ['data', name],
      [
        'examples',
        Object.entries(splits)
          .map(([split, size]) => `${split} ${count(size)}`)
          .join(', ')
      ],
      ['shape', shape.join(' × ')],
      ['sha256', sha256]
    ]),
    textTable(
      [{header: 'class'}, ...['train', 'validation', 'test'].map(header => ({header, align: 'right'}) as const)],
      perClass.map(({name: label, ...counts}) => [label, ...Object.values(counts).map(count)])
    ),
    note
  ];
  printText(parts.filter(part => part !== undefined).join('\n\n'));
}

/** How many examples each class has in each split. */
function countClasses({classes, classNames, train, validation, test}: DataSet) {
  const counts = (labels: Int32Array, label: number) => labels.reduce((n, value) => n + Number(value === label), 0);
  return Array.from({length: classes}, (_, label) => ({
    name: classNames?.[label] ?? String(label),
    train: counts(train.labels, label),
    validation: counts(validation.labels, label),
    test: counts(test.labels, label)
  }));
}
