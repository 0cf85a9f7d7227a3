import {join} from 'node:path';
import {predictOutcomes, type Network, type Outcomes} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import type {Stage} from '../runs/stages.ts';
import type {Settings} from '../schema/experiment.ts';

/** What the unpruned network makes of the splits, for what compares pruned ones with it. */
export interface Unpruned {
  readonly validation: Outcomes;
  /** For metrics alone: nothing is decided by it. */
  readonly test?: Outcomes;
  readonly train?: Outcomes;
}

/** What of a run's settings may compare with the unpruned network. */
type Comparing = Pick<Settings, 'metrics' | 'splits' | 'prune'>;

type Splits = Pick<DataSet, 'train' | 'validation' | 'test'>;

/** Those of the network that a base stage has. Nothing where the settings compare with nothing. */
export async function outcomesOfBase(base: Stage, data: Splits, settings: Comparing): Promise<Unpruned | undefined> {
  const {metrics, prune} = settings;
  const forMetrics = metrics?.includes('agreement') === true;
  if (!forMetrics && !prune.until.maxDrop) return undefined;
  const {network} = await loadModel(join(base.folder, 'model'));
  return using(network, async () => ({
    ...(await outcomesOf(network, data, forMetrics)),
    ...(forMetrics && settings.splits?.includes('train') && {train: await predictOutcomes(network, data.train)})
  }));
}

async function outcomesOf(network: Network, {validation, test}: Splits, forMetrics: boolean): Promise<Unpruned> {
  return {
    validation: await predictOutcomes(network, validation),
    ...(forMetrics && {test: await predictOutcomes(network, test)})
  };
}
