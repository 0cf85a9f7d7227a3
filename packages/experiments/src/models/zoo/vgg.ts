import type {LayerPlan} from '@espalier/core';

/** Filters of a 3 × 3 convolution, or `M` for 2 × 2 max-pooling. */
export type VggStep = number | 'M';

/**
 * A VGG-like chain: 3 × 3 convolutions with ReLU, max-pooling where the plan says `M`, then one dense layer to the
 * logits. Convolutions are named `conv1`, `conv2`, … in order.
 *
 * Source: Simonyan and Zisserman, ICLR 2015, arXiv:1409.1556, cut down to small images.
 */
export function vggLayers(steps: readonly VggStep[], classes: number, {batchNorm = false} = {}): LayerPlan[] {
  let convolutions = 0;
  let pools = 0;
  const body = steps.flatMap(step =>
    step === 'M' ? [maxPool(`pool${++pools}`)] : convolution(`conv${++convolutions}`, step, batchNorm)
  );
  return [
    ...body,
    {type: 'Flatten', name: 'flatten', config: {}},
    {type: 'Dense', name: 'logits', config: {units: classes, activation: 'linear', use_bias: true}}
  ];
}

function convolution(name: string, filters: number, batchNorm: boolean): LayerPlan[] {
  const activation = batchNorm ? 'linear' : 'relu';
  const shape = {filters, kernel_size: [3, 3], strides: [1, 1], padding: 'same', data_format: 'channels_last'};
  const kernel: LayerPlan = {type: 'Conv2D', name, config: {...shape, activation, use_bias: !batchNorm}};
  if (!batchNorm) return [kernel];
  return [
    kernel,
    {type: 'BatchNormalization', name: `${name}_bn`, config: {axis: -1, momentum: 0.9, epsilon: 1e-3}},
    {type: 'Activation', name: `${name}_relu`, config: {activation: 'relu'}}
  ];
}

function maxPool(name: string): LayerPlan {
  const config = {pool_size: [2, 2], strides: [2, 2], padding: 'valid', data_format: 'channels_last'};
  return {type: 'MaxPooling2D', name, config};
}
