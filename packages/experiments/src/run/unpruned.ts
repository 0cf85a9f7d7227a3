import {join} from 'node:path';
import {predictOutcomes, type MetricName, type Network, type Outcomes} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import type {Stage} from '../runs/stages.ts';

/** What the unpruned network makes of the splits, for what compares pruned ones with it. */
export interface Unpruned {
  readonly validation: Outcomes;
  /** For metrics alone: nothing is decided by it. */
  readonly test?: Outcomes;
}

/** What of a run's settings compares with the unpruned network. */
interface Comparing {
  readonly metrics?: readonly MetricName[];
}

type Splits = Pick<DataSet, 'validation' | 'test'>;

/** Nothing where the settings compare with nothing. */
export async function unprunedOutcomes(
  network: Network,
  {validation, test}: Splits,
  {metrics}: Comparing
): Promise<Unpruned | undefined> {
  if (!metrics?.includes('agreement')) return undefined;
  return {validation: await predictOutcomes(network, validation), test: await predictOutcomes(network, test)};
}

/** Those of the network that a base stage has. */
export async function outcomesOfBase(base: Stage, data: Splits, settings: Comparing): Promise<Unpruned | undefined> {
  if (!settings.metrics?.includes('agreement')) return undefined;
  const {network} = await loadModel(join(base.folder, 'model'));
  return using(network, () => unprunedOutcomes(network, data, settings));
}
