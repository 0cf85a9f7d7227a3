import {inferShapes, type Network} from '@espalier/core';
import type {OpenDataOptions} from '@espalier/datasets';
import {findZooNetwork} from '../models/zoo/index.ts';

/** What decides how data are read for a network: its classes, its further inputs, and the axes of its first one. */
export type DataNeeds = Pick<OpenDataOptions, 'classes' | 'inputs' | 'axes'>;

export function needsOf(network: Network): DataNeeds {
  const shapes = inferShapes(network);
  return {
    classes: shapes.get(network.outputs[0] ?? '')?.at(-1),
    inputs: network.inputs.slice(1),
    axes: shapes.get(network.inputs[0] ?? '')?.length
  };
}

/** A network of the zoo takes its sizes from the data, but not the number of their axes. */
export function zooNeeds(name: string): DataNeeds {
  return {axes: findZooNetwork(name).inputShape.length};
}
