import {classifier, dense, flatten} from './layerPlans.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 32;

/**
 * Two dense layers of w units with ReLU in front of the classifier, for rows of a table; images are flattened. Its units
 * are dense ones, which are pruned where `units` asks for them.
 *
 * Source: the project's own.
 */
export const mlp: ZooNetwork = {
  name: 'mlp',
  summary: 'for rows of a table: two dense layers of 32 units, which are its units; images are flattened',
  source: 'ours',
  input: {what: 'rows of numbers [features], or images', smallest: [1], anyAxes: true},
  inputShape: [30],
  classes: 2,
  width: WIDTH,
  units: ['dense'],
  layers: (classes, inputShape, width = WIDTH) => [
    ...(inputShape.length > 1 ? [flatten()] : []),
    dense('dense1', width),
    dense('dense2', width),
    classifier(classes)
  ]
};
