import type {Json} from './json.ts';
import {isModel} from './isModel.ts';
import type {Reference} from './kerasNodes.ts';

/** The outermost parts of a functional model: layers, and what names their outputs. */
interface Parts {
  readonly layers: readonly Json[];
  readonly input_layers: readonly Reference[];
  readonly output_layers: readonly Reference[];
}

/**
 * Calls of models within a model are counted from 0, as those of layers are. Keras 2 counts them from 1, since making a
 * functional model is its first call; Keras 3 does not.
 */
export function countedFromZero(
  layers: readonly Json[],
  ends: {readonly input_layers: readonly Reference[]; readonly output_layers: readonly Reference[]}
): Parts {
  const all = [...ends.output_layers, ...layers.flatMap(layer => calls(layer).flat())];
  const models = new Set(layers.filter(layer => isModel(layer['class_name'])).map(({name}) => name));
  const first = new Map<unknown, number>();
  for (const [name, call] of all) {
    if (models.has(name)) first.set(name, Math.min(first.get(name) ?? call, call));
  }
  const counted = ([name, call, tensor]: Reference): Reference => [name, call - (first.get(name) ?? 0), tensor];
  return {
    layers: layers.map(layer => ({...layer, inbound_nodes: calls(layer).map(call => call.map(counted))})),
    input_layers: ends.input_layers,
    output_layers: ends.output_layers.map(counted)
  };
}

const calls = (layer: Json) => (layer['inbound_nodes'] ?? []) as readonly (readonly Reference[])[];
