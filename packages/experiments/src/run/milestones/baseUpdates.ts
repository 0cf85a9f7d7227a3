import {createBatchOrder} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import type {Settings} from '../../schema/experiment.ts';

/** Updates that base training takes. */
export function baseUpdates({epochs, batchSize}: Settings['train'], {train}: Pick<DataSet, 'train'>): number {
  return epochs * createBatchOrder(train.size, batchSize, 0).updatesPerEpoch;
}
