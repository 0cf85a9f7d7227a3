import {Option} from 'commander';
import {addPlugin} from './lists.ts';
import {exampleCount, wholeNumber} from './numbers.ts';

/** Where the data of a stand-alone job comes from. */
export const dataOption = () =>
  new Option('--data <data>', 'registered name, .npz file or image folder').makeOptionMandatory();

export const dataDirOption = () => new Option('--data-dir <folder>', 'where archives that you have are looked for');

export const splitOption = (split: string) =>
  new Option('--split <split>', 'which examples').choices(['train', 'validation', 'test']).default(split);

export const examplesOption = () =>
  new Option('--examples <n|all>', 'the first N of the split, or all')
    .argParser(exampleCount('--examples'))
    .default('all');

/** Without a size, the command takes as many examples as memory is good for. */
export const batchSizeOption = (size?: number) =>
  new Option(
    '--batch-size <n>',
    size === undefined ? 'examples a batch (250, fewer where a network is large)' : 'examples a batch'
  )
    .argParser(wholeNumber('--batch-size', 1))
    .default(size);

export const seedOption = () =>
  new Option('--seed <n>', 'of every random step').argParser(wholeNumber('--seed', 0)).default(0);

export const curvatureOption = () =>
  new Option(
    '--curvature <exact|sampled:N>',
    'second derivatives over all classes, or N drawn labels an example'
  ).default('sampled:1');

export const pluginOption = () =>
  new Option('--plugin <file>', 'load criteria from a TypeScript or JavaScript module; repeatable').argParser(
    addPlugin
  );

export const jsonOption = () => new Option('--json', 'print one JSON document');

export const quietOption = () => new Option('-q, --quiet', 'no progress and no notices');

export const runsOption = () => new Option('--runs <folder>', 'folder of the runs').default('runs');

/** What the options above give. */
export interface DataOptions {
  readonly data: string;
  readonly dataDir?: string;
  readonly split: 'train' | 'validation' | 'test';
  readonly examples: number | 'all';
  readonly batchSize: number;
  readonly seed: number;
}
