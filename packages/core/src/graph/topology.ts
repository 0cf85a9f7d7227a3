import {inlineModels} from './inlineModels.ts';
import {readModelJson} from './modelJson.ts';
import type {Layer, NetworkNode} from './network.ts';

export interface Topology {
  readonly name: string;
  readonly layers: Map<string, Layer>;
  /** In topological order. */
  readonly nodes: NetworkNode[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Reads the `modelTopology` of a layers model: Keras' JSON of a Sequential or functional model. Models inside models
 * become part of the one around them. Throws an error that names the place where the JSON is not what it should be.
 */
export function readTopology(topology: unknown): Topology {
  return inlineModels(readModelJson(topology));
}
