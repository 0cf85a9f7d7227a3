import type {LayerPlan} from '@espalier/core';
import type {ZooNetwork} from './zooNetwork.ts';

/**
 * LeNet as Caffe ships it, with ReLU after both convolutions, and padded so that 8 × 8 images fit: 70 units.
 *
 * Source: LeCun et al., Proceedings of the IEEE 86(11), 1998.
 */
export const lenet: ZooNetwork = {
  name: 'lenet',
  inputShape: [28, 28, 1],
  layers: classes => [
    convolution('conv1', 20),
    maxPool('pool1'),
    convolution('conv2', 50),
    maxPool('pool2'),
    {type: 'Flatten', name: 'flatten', config: {}},
    {type: 'Dense', name: 'dense1', config: {units: 500, activation: 'relu', use_bias: true}},
    {type: 'Dense', name: 'logits', config: {units: classes, activation: 'linear', use_bias: true}}
  ]
};

function convolution(name: string, filters: number): LayerPlan {
  const shape = {filters, kernel_size: [5, 5], strides: [1, 1], padding: 'same', data_format: 'channels_last'};
  return {type: 'Conv2D', name, config: {...shape, activation: 'relu', use_bias: true}};
}

function maxPool(name: string): LayerPlan {
  const config = {pool_size: [2, 2], strides: [2, 2], padding: 'valid', data_format: 'channels_last'};
  return {type: 'MaxPooling2D', name, config};
}
