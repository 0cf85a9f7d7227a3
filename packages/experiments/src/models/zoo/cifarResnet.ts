import type {LayerPlan} from '@espalier/core';
import {batchNorm, classifier, convolution, globalAverage, relu} from './layerPlans.ts';
import {residualBlock} from './resnet.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 16;

/**
 * Residual network for small images, of 6n + 2 layers: three stages of n blocks with w, 2w and 4w channels, w being
 * the base width of 16.
 *
 * Where the shape changes, the shortcut is a 1 × 1 convolution (option B). The paper pads the missing channels with
 * zeros (option A), for which layers models have no layer; the two projections add 2752 parameters and 0.26 million
 * multiply-adds.
 *
 * Source: He et al., CVPR 2016, arXiv:1512.03385, section 4.2.
 */
export function cifarResnet(depth: number): ZooNetwork {
  return {
    name: `resnet-${depth}`,
    summary: `${depth} layers for small images: three stages of ${blocksOf(depth)} blocks, projections where the shape changes`,
    source: 'He et al. 2016, arXiv:1512.03385',
    input: images(8),
    inputShape: [32, 32, 3],
    classes: 10,
    width: WIDTH,
    layers: (classes, _inputShape, width = WIDTH) => [
      convolution('conv1', width, 3, {activation: 'linear', bias: false}),
      batchNorm('conv1_bn', {epsilon: 1e-5}),
      relu('conv1_relu'),
      ...blocks(blocksOf(depth), [width, 2 * width, 4 * width]),
      globalAverage(),
      classifier(classes)
    ]
  };
}

export const resnet20: ZooNetwork = cifarResnet(20);
export const resnet56: ZooNetwork = cifarResnet(56);

function blocksOf(depth: number): number {
  return (depth - 2) / 6;
}

function blocks(perStage: number, stages: readonly number[]): LayerPlan[] {
  let input = 'conv1_relu';
  return stages.flatMap((filters, stage) =>
    Array.from({length: perStage}, (_, i) => {
      const name = `block${stage + 1}_${i + 1}`;
      const changes = stage > 0 && i === 0;
      const convolutions = [{filters, size: 3, strides: changes ? 2 : 1} as const, {filters, size: 3} as const];
      const plan = residualBlock({name, input, convolutions, projected: changes});
      input = name;
      return plan;
    }).flat()
  );
}
