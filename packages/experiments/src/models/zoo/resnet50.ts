import type {LayerPlan} from '@espalier/core';
import {batchNorm, classifier, convolution, globalAverage, maxPool, relu, zeroPad} from './layerPlans.ts';
import {residualBlock} from './resnet.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

const STAGES = [
  {filters: 64, blocks: 3},
  {filters: 128, blocks: 4},
  {filters: 256, blocks: 6},
  {filters: 512, blocks: 3}
];

/**
 * ResNet-50 with bottleneck blocks, as torchvision has it: no biases in front of batch normalization, and strides in
 * the 3 × 3 convolutions (the paper has them in the first 1 × 1: 3.8 in place of 4.1 billion multiply-adds).
 *
 * Source: He et al., CVPR 2016, arXiv:1512.03385, table 1.
 */
export const resnet50: ZooNetwork = {
  name: 'resnet-50',
  summary: 'sixteen bottleneck blocks, strides in their 3 × 3 convolutions',
  source: 'He et al. 2016, arXiv:1512.03385',
  input: images(32),
  inputShape: [224, 224, 3],
  classes: 1000,
  layers: classes => [
    zeroPad('conv1_pad', 3),
    convolution('conv1', 64, 7, {strides: 2, padding: 'valid', activation: 'linear', bias: false}),
    batchNorm('conv1_bn', {epsilon: 1e-5}),
    relu('conv1_relu'),
    zeroPad('pool1_pad', 1),
    maxPool('pool1', {size: 3}),
    ...blocks(),
    globalAverage(),
    classifier(classes)
  ]
};

function blocks(): LayerPlan[] {
  let input = 'pool1';
  return STAGES.flatMap(({filters, blocks: count}, stage) =>
    Array.from({length: count}, (_, i) => {
      const name = `block${stage + 1}_${i + 1}`;
      const convolutions = [
        {filters, size: 1} as const,
        {filters, size: 3, strides: stage > 0 && i === 0 ? 2 : 1} as const,
        {filters: 4 * filters, size: 1} as const
      ];
      const plan = residualBlock({name, input, convolutions, projected: i === 0});
      input = name;
      return plan;
    }).flat()
  );
}
