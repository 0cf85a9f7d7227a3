import {buildNetwork, type LayerPlan, type Network} from '@espalier/core';
import {classifier, convolution, dense, flatten} from '../models/zoo/layerPlans.ts';
import {ACTIONS, SHAPE} from './catchGame.ts';

/** A small Q-network: convolutions of 16, 32 and 32 filters, strides in place of pooling, one dense layer: 80 units. */
export function buildQNetwork(seed: number): Network {
  const layers: LayerPlan[] = [
    convolution('conv1', 16, 3),
    convolution('conv2', 32, 3, {strides: 2}),
    convolution('conv3', 32, 3, {strides: 2}),
    flatten(),
    dense('dense', 64),
    classifier(ACTIONS)
  ];
  return buildNetwork({name: 'q-network', inputShape: SHAPE, layers, seed});
}
