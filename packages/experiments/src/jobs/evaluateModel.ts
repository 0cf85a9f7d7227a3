import {evaluate} from '@espalier/core';
import {VERSION} from '../version.ts';
import type {JobDataOptions} from './openJobData.ts';
import {withModelAndData} from './withModel.ts';

/** `evaluate --json`. */
export interface EvaluationDocument {
  readonly format: 'espalier.evaluation/1';
  readonly espalier: string;
  readonly model: {readonly path: string; readonly sha256: string};
  readonly data: {readonly name: string; readonly split: string; readonly examples: number; readonly sha256: string};
  readonly loss: number;
  readonly accuracy: number;
}

/** `espalier evaluate`: loss and accuracy on a split, the test split unless another is named. */
export async function evaluateModel(
  path: string,
  data: string,
  options: JobDataOptions & {readonly batchSize?: number} = {}
): Promise<EvaluationDocument> {
  const wanted = {split: 'test', ...options} as const;
  return withModelAndData(path, data, wanted, async ({network, sha256}, {name, dataset, split, examples}) => {
    const {loss, accuracy} = await evaluate(network, examples, {batchSize: options.batchSize});
    return {
      format: 'espalier.evaluation/1',
      espalier: VERSION,
      model: {path, sha256},
      data: {name, split, examples: examples.size, sha256: dataset.sha256},
      loss,
      accuracy
    };
  });
}
