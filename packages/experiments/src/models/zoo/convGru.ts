import type {LayerPlan} from '@espalier/core';
import {classifier} from './layerPlans.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 32;

/**
 * Classifier of sequences: three convolutions over 7, 5 and 3 steps, max-pooling over 2, a GRU, one dense layer: 160
 * units, and 64 more where recurrent units may be pruned. Its base width w, 32, makes w, 2w and 2w filters and a GRU of
 * 2w units.
 *
 * Source: the project's own; the GRU is that of Cho et al., EMNLP 2014, arXiv:1406.1078.
 */
export const convGru: ZooNetwork = {
  name: 'conv-gru',
  summary: 'for sequences: convolutions over 7, 5 and 3 steps, pooling, a GRU of 64 units',
  source: 'ours; GRU of Cho et al. 2014, arXiv:1406.1078',
  input: {what: 'sequences [steps, channels]', smallest: [2, 1]},
  inputShape: [29, 12],
  classes: 9,
  width: WIDTH,
  layers: (classes, _inputShape, width = WIDTH) => [
    convolution('conv1', width, 7),
    convolution('conv2', 2 * width, 5),
    convolution('conv3', 2 * width, 3),
    {type: 'MaxPooling1D', name: 'pool', config: {pool_size: [2], strides: [2], padding: 'valid'}},
    {type: 'GRU', name: 'gru', config: gru(2 * width)},
    classifier(classes)
  ]
};

function convolution(name: string, filters: number, steps: number): LayerPlan {
  const window = {filters, kernel_size: [steps], strides: [1], padding: 'same', data_format: 'channels_last'};
  return {type: 'Conv1D', name, config: {...window, activation: 'relu', use_bias: true}};
}

// TensorFlow.js has the GRU that resets before the recurrent kernel only.
function gru(units: number): LayerPlan['config'] {
  const shape = {units, activation: 'tanh', recurrent_activation: 'sigmoid', use_bias: true, reset_after: false};
  return {...shape, return_sequences: false};
}
