import {tf} from '@espalier/backend';
import type {Network, OptimizerState, WeightData} from '@espalier/core';

/** Names that the tensors of each of an optimizer's slots lie under. */
const SLOTS = ['slots', 'slots2'];

/** The tensors of a network and of its optimizer under one roof: `weights/conv1/kernel`, `slots/conv1/kernel`. */
export function tensorsUnderWay(
  {weights}: Pick<Network, 'weights'>,
  {slots}: Pick<OptimizerState, 'slots'>
): Map<string, tf.Tensor> {
  const kinds = [['weights', weights] as const, ...slots.map((slot, i) => [SLOTS[i]!, slot] as const)];
  return new Map(kinds.flatMap(([kind, own]) => [...own].map(([name, tensor]) => [`${kind}/${name}`, tensor])));
}

/** The weights of a network that is kept beside it. */
export function keptTensors(network: Pick<Network, 'weights'> | undefined): Map<string, tf.Tensor> {
  return new Map([...(network?.weights ?? [])].map(([name, tensor]) => [`kept/${name}`, tensor]));
}

/** Those, as tensors; the caller frees them. */
export function keptWeightsOf(tensors: ReadonlyMap<string, WeightData>): Map<string, tf.Tensor> {
  return tensorsOf(tensors, 'kept');
}

/** The weights by their own names, as tensors; the caller frees them. */
export function weightsOf(tensors: ReadonlyMap<string, WeightData>): Map<string, tf.Tensor> {
  return tensorsOf(tensors, 'weights');
}

/** An optimizer's slots, as tensors; the caller frees them. */
export function slotsOf(tensors: ReadonlyMap<string, WeightData>): OptimizerState['slots'] {
  return SLOTS.map(kind => tensorsOf(tensors, kind));
}

function tensorsOf(tensors: ReadonlyMap<string, WeightData>, kind: string): Map<string, tf.Tensor> {
  const own = [...tensors].filter(([name]) => name.startsWith(`${kind}/`));
  return new Map(own.map(([name, {values, shape}]) => [name.slice(kind.length + 1), tf.tensor(values, [...shape])]));
}
