import type {LayerPlan} from '@espalier/core';
import {batchNorm, classifier, convolution, dropout, globalAverage, joined, zeroPad} from './layerPlans.ts';
import {invertedBlocks, type BlockPlace} from './invertedBlocks.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** Table 2 of the paper: expansion t, channels c, blocks n, stride s of the first one. */
const STAGES = [
  {expansion: 1, channels: 16, blocks: 1, strides: 1},
  {expansion: 6, channels: 24, blocks: 2, strides: 2},
  {expansion: 6, channels: 32, blocks: 3, strides: 2},
  {expansion: 6, channels: 64, blocks: 4, strides: 2},
  {expansion: 6, channels: 96, blocks: 3, strides: 1},
  {expansion: 6, channels: 160, blocks: 3, strides: 2},
  {expansion: 6, channels: 320, blocks: 1, strides: 1}
];

/**
 * MobileNetV2 of width 1: inverted residual blocks, ReLU6, linear bottlenecks.
 *
 * Source: Sandler et al., CVPR 2018, arXiv:1801.04381, table 2.
 */
export const mobilenetV2: ZooNetwork = {
  name: 'mobilenet-v2',
  summary: 'seventeen inverted residual blocks with depthwise convolutions, ReLU6, width 1',
  source: 'Sandler et al. 2018, arXiv:1801.04381',
  input: images(32),
  inputShape: [224, 224, 3],
  classes: 1000,
  layers: classes => [
    zeroPad('stem_pad', 1),
    ...normalized(convolution('stem', 32, 3, {strides: 2, padding: 'valid', activation: 'linear', bias: false})),
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
  readonly expansion: number;
  readonly channels: number;
}

function invertedResidual({name, input, width, expansion, channels, strides}: Block): LayerPlan[] {
  const linear = {activation: 'linear', bias: false} as const;
  const expanded =
    expansion === 1
      ? []
      : [...normalized(convolution(`${name}_expand`, expansion * width, 1, linear)), relu6(`${name}_expand`)];
  return [
    ...expanded,
    ...(strides > 1 ? [zeroPad(`${name}_pad`, 1)] : []),
    ...normalized(depthwise(`${name}_depthwise`, strides)),
    relu6(`${name}_depthwise`),
    ...normalized(convolution(`${name}_project`, channels, 1, linear)),
    ...(strides === 1 && width === channels ? [joined('Add', `${name}_add`, [input, `${name}_project_bn`])] : [])
  ];
}

// Where it moves by 2, zeros were put on both sides before (as PyTorch pads).
function depthwise(name: string, strides: number): LayerPlan {
  const shape = {kernel_size: [3, 3], strides: [strides, strides], padding: strides > 1 ? 'valid' : 'same'};
  const config = {...shape, depth_multiplier: 1, data_format: 'channels_last', activation: 'linear', use_bias: false};
  return {type: 'DepthwiseConv2D', name, config};
}

function normalized(plan: LayerPlan): LayerPlan[] {
  return [plan, batchNorm(`${plan.name}_bn`, {epsilon: 1e-5})];
}

function relu6(name: string): LayerPlan {
  return {type: 'ReLU', name: `${name}_relu`, config: {max_value: 6}};
}
