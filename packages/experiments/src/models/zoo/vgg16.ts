import type {LayerPlan} from '@espalier/core';
import {classifier, convolution, dense, dropout, flatten, maxPool} from './layerPlans.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

const BLOCKS = [
  {filters: 64, convolutions: 2},
  {filters: 128, convolutions: 2},
  {filters: 256, convolutions: 3},
  {filters: 512, convolutions: 3},
  {filters: 512, convolutions: 3}
];

/**
 * Configuration D of the paper: 4224 units.
 *
 * Source: Simonyan and Zisserman, ICLR 2015, arXiv:1409.1556, table 1.
 */
export const vgg16: ZooNetwork = {
  name: 'vgg-16',
  summary: 'thirteen 3 × 3 convolutions and three dense layers',
  source: 'Simonyan and Zisserman 2015, arXiv:1409.1556',
  input: images(32),
  inputShape: [224, 224, 3],
  classes: 1000,
  layers: classes => [
    ...vgg16Convolutions(),
    flatten(),
    dense('fc6', 4096),
    dropout('drop6'),
    dense('fc7', 4096),
    dropout('drop7'),
    classifier(classes)
  ]
};

/** The thirteen convolutions, a pooling behind each block of them. */
export function vgg16Convolutions(): LayerPlan[] {
  return BLOCKS.flatMap(({filters, convolutions}, i) => block(i + 1, filters, convolutions));
}

function block(number: number, filters: number, convolutions: number): LayerPlan[] {
  const chain = Array.from({length: convolutions}, (_, i) => convolution(`conv${number}_${i + 1}`, filters, 3));
  return [...chain, maxPool(`pool${number}`)];
}
