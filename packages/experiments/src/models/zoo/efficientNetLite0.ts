import type {LayerPlan} from '@espalier/core';
import {invertedBlocks, type BlockPlace} from './invertedBlocks.ts';
import {batchNorm, classifier, convolution, dropout, globalAverage, joined} from './layerPlans.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** Blocks of the same kind: kernel size, stride of the first one, expansion, channels. */
const STAGES = [
  {blocks: 1, size: 3, strides: 1, expansion: 1, channels: 16},
  {blocks: 2, size: 3, strides: 2, expansion: 6, channels: 24},
  {blocks: 2, size: 5, strides: 2, expansion: 6, channels: 40},
  {blocks: 3, size: 3, strides: 2, expansion: 6, channels: 80},
  {blocks: 3, size: 5, strides: 1, expansion: 6, channels: 112},
  {blocks: 4, size: 5, strides: 2, expansion: 6, channels: 192},
  {blocks: 1, size: 3, strides: 1, expansion: 6, channels: 320}
];

/**
 * EfficientNet-B0 without squeeze-and-excitation and with ReLU6 in place of swish, padded as TensorFlow pads.
 *
 * Source: Tan and Le, ICML 2019, arXiv:1905.11946, table 1; the Lite variant is that of TensorFlow's TPU models.
 */
export const efficientNetLite0: ZooNetwork = {
  name: 'efficientnet-lite0',
  summary: 'EfficientNet-B0 for mobile devices: no squeeze-and-excitation, ReLU6',
  source: 'Tan and Le 2019, arXiv:1905.11946; TensorFlow',
  input: images(32),
  inputShape: [224, 224, 3],
  classes: 1000,
  layers: classes => [
    ...normalized(convolution('stem', 32, 3, {strides: 2, activation: 'linear', bias: false})),
    relu6('stem'),
    ...invertedBlocks(STAGES, invertedResidual),
    ...normalized(convolution('head', 1280, 1, {activation: 'linear', bias: false})),
    relu6('head'),
    globalAverage(),
    dropout('dropout', 0.2),
    classifier(classes)
  ]
};

interface Block extends BlockPlace {
  readonly size: number;
  readonly expansion: number;
  readonly channels: number;
}

function invertedResidual({name, input, width, size, strides, expansion, channels}: Block): LayerPlan[] {
  const linear = {activation: 'linear', bias: false} as const;
  const expanded =
    expansion === 1
      ? []
      : [...normalized(convolution(`${name}_expand`, expansion * width, 1, linear)), relu6(`${name}_expand`)];
  return [
    ...expanded,
    ...normalized(depthwise(`${name}_depthwise`, size, strides)),
    relu6(`${name}_depthwise`),
    ...normalized(convolution(`${name}_project`, channels, 1, linear)),
    ...(strides === 1 && width === channels ? [joined('Add', `${name}_add`, [input, `${name}_project_bn`])] : [])
  ];
}

function depthwise(name: string, size: number, strides: number): LayerPlan {
  const shape = {kernel_size: [size, size], strides: [strides, strides], padding: 'same', depth_multiplier: 1};
  return {
    type: 'DepthwiseConv2D',
    name,
    config: {...shape, data_format: 'channels_last', activation: 'linear', use_bias: false}
  };
}

// Published with a momentum of 0.99, by which moving statistics lag behind weights that are fine-tuned by few updates.
function normalized(plan: LayerPlan): LayerPlan[] {
  return [plan, batchNorm(`${plan.name}_bn`)];
}

function relu6(name: string): LayerPlan {
  return {type: 'ReLU', name: `${name}_relu`, config: {max_value: 6}};
}
