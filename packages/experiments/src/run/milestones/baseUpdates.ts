import {createBatchOrder} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import type {Settings} from '../../schema/experiment.ts';

/** Updates that base training takes, those of the head alone among them. */
export function baseUpdates({epochs, head, batchSize}: Settings['train'], {train}: Pick<DataSet, 'train'>): number {
  return (epochs + (head?.epochs ?? 0)) * createBatchOrder(train.size, batchSize, 0).updatesPerEpoch;
}
