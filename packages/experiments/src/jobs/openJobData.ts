import {openData, subset, type LabeledExamples} from '@espalier/datasets';
import type {DataSet} from '@espalier/datasets';
import {ConfigError} from '../schema/ConfigError.ts';
import type {DataNeeds} from './dataNeeds.ts';
import {dataName} from './dataName.ts';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

export interface JobDataOptions extends DataNeeds {
  readonly split?: SplitName;
  /** The first N of the split in file order, or all. */
  readonly examples?: number | 'all';
  readonly dataDir?: string;
  /** Numbers of examples of each split, as an experiment file has them; all unless given. */
  readonly counts?: Readonly<Partial<Record<SplitName, number>>>;
}

export interface JobData {
  /** As documents call the data: without the path to it. */
  readonly name: string;
  readonly dataset: DataSet;
  readonly split: SplitName;
  readonly examples: LabeledExamples;
}

/** Opens one split of a data set for a stand-alone job. `train` is all of it: nothing is held out for validation. */
export async function openJobData(data: string, options: JobDataOptions): Promise<JobData> {
  const {split = 'train', examples = 'all', dataDir, classes, inputs, axes, counts} = options;
  const validation = split === 'train' ? 0 : undefined;
  const dataset = await openData(data, {validation, ...counts, dataDir, seed: 0, classes, inputs, axes});
  return {name: dataName(data), dataset, split, examples: subset(dataset[split], examples)};
}

/** The split of that name. Throws a ConfigError. */
export function parseSplit(name: string): SplitName {
  const split = SPLITS.find(known => known === name);
  if (!split) throw new ConfigError(`Expected --split to be one of ${SPLITS.join(', ')}, got "${name}".`);
  return split;
}
