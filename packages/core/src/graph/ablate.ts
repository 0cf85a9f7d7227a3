import {tf} from '@espalier/backend';
import type {ForwardOptions} from './forward.ts';
import type {Structure} from './structure.ts';

/**
 * An edge hook for `forward` under which every kernel reads 0 for `units`: they are ablated, the network is left as it
 * is. Run it inside a tidy scope.
 */
export function ablation({reads}: Structure, units: Iterable<number>): ForwardOptions['edge'] {
  const gone = new Set(units);
  return (key, tensor) => {
    const read = reads.get(key);
    if (!read?.units.some(unit => gone.has(unit))) return tensor;
    const mask = Float32Array.from(read.units, unit => (gone.has(unit) ? 0 : 1));
    return tf.mul(tensor, tf.tensor1d(mask)); // [batch, …, channels]
  };
}
