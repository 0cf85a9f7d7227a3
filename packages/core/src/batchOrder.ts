import {createRandom} from './random.ts';

/** The examples of each update: every epoch in a random order of its own, the last minibatch of an epoch cut short. */
export interface BatchOrder {
  readonly updatesPerEpoch: number;
  /** Indices of the examples of update `update`, counted from 0 over all epochs. */
  readonly indices: (update: number) => readonly number[];
}

/** Any update's examples follow from the seed and its number alone, so training can go on from anywhere. */
export function createBatchOrder(examples: number, batchSize: number, seed: number): BatchOrder {
  const updatesPerEpoch = Math.ceil(examples / batchSize);
  let epoch = -1;
  let order: readonly number[] = [];
  return {
    updatesPerEpoch,
    indices: update => {
      const wanted = Math.floor(update / updatesPerEpoch);
      if (wanted !== epoch) {
        epoch = wanted;
        order = createRandom(`${seed}/order/${epoch}`).permutation(examples);
      }
      const start = (update % updatesPerEpoch) * batchSize;
      return order.slice(start, start + batchSize);
    }
  };
}
