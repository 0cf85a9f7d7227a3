import {tf} from '@espalier/backend';
import type {WeightData} from '@espalier/core';

type Kind = 'weights' | 'slots';

/** The tensors of a network and of its optimizer under one roof: `weights/conv1/kernel`, `slots/conv1/kernel`. */
export function prefixed(tensors: Readonly<Record<Kind, ReadonlyMap<string, tf.Tensor>>>): Map<string, tf.Tensor> {
  return new Map(
    Object.entries(tensors).flatMap(([kind, own]) => [...own].map(([name, tensor]) => [`${kind}/${name}`, tensor]))
  );
}

/** Those of one kind by their own names, as tensors; the caller frees them. */
export function tensorsOf(tensors: ReadonlyMap<string, WeightData>, kind: Kind): Map<string, tf.Tensor> {
  const own = [...tensors].filter(([name]) => name.startsWith(`${kind}/`));
  return new Map(own.map(([name, {values, shape}]) => [name.slice(kind.length + 1), tf.tensor(values, [...shape])]));
}
