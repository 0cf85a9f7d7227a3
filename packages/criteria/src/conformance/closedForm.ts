import {tf} from '@espalier/backend';
import {buildNetwork, type Examples, type Network} from '@espalier/core';
import {changeWeight} from './kitNetwork.ts';
import {expectClose} from './expectClose.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';
import {CHANNELS, CLASSES, EXAMPLES, twoConvolutions, type Matrix, type TwoConvolutions} from './twoConvolutions.ts';

/** Scores of all units of the network, those of the first convolution first. */
export type ClosedForm = (network: TwoConvolutions) => readonly number[];

/** The law that scores equal a closed form on a network small enough to be worked out in full. */
export function agreesWith(closedForm: ClosedForm): Law {
  return {
    law: 'scores agree with the closed form on a network of two convolutions',
    check: async criterion => {
      const facts = twoConvolutions();
      const scores = await scoreBy(criterion, {network: asNetwork(facts), examples: asExamples(facts), batchSize: 4});
      expectClose(scores, closedForm(facts), {what: 'the closed form', tolerance: 1e-4});
    }
  };
}

function asNetwork({weights}: TwoConvolutions): Network {
  const convolution = (name: string, filters: number) => ({
    type: 'Conv2D',
    name,
    config: {filters, kernel_size: [1, 1], activation: 'relu'}
  });
  const network = buildNetwork({
    name: 'two-convolutions',
    inputShape: [2, 2, CHANNELS[0]],
    seed: 0,
    layers: [
      convolution('conv1', CHANNELS[1]),
      convolution('conv2', CHANNELS[2]),
      {type: 'GlobalAveragePooling2D', name: 'average', config: {}},
      {type: 'Dense', name: 'logits', config: {units: CLASSES, use_bias: false}}
    ]
  });
  const set = (name: string, values: Matrix) =>
    changeWeight(network, name, (_value, index) => values[index.at(-2) ?? 0]![index.at(-1)!]!);
  weights.kernels.forEach((kernel, layer) => set(`conv${layer + 1}/kernel`, kernel));
  weights.biases.forEach((bias, layer) => set(`conv${layer + 1}/bias`, [bias]));
  set('logits/kernel', weights.dense);
  return network;
}

function asExamples({x, labels}: TwoConvolutions): Examples {
  return {
    size: EXAMPLES,
    shape: [2, 2, CHANNELS[0]],
    classes: CLASSES,
    batch: indices => ({
      x: tf.tensor4d(
        indices.flatMap(index => x[index]!.flat()),
        [indices.length, 2, 2, CHANNELS[0]]
      ),
      y: tf.tensor2d(indices.map(index => Array.from({length: CLASSES}, (_, c) => Number(c === labels[index]))))
    })
  };
}
