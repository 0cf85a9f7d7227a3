import {tf} from '@espalier/backend';
import {edgeKey} from './consumerEdges.ts';
import type {ForwardOptions} from './forward.ts';
import type {Network} from './network.ts';
import type {Structure} from './structure.ts';

/**
 * An edge hook for `forward` under which every consumer reads 0 for `units`: they are ablated, the network is left as
 * it is. Run it inside a tidy scope.
 */
export function ablation(network: Network, structure: Structure, units: Iterable<number>): ForwardOptions['edge'] {
  const gone = new Set(units);
  const sources = new Map(network.nodes.map(node => [node.id, node.inputs]));
  const edges = new Set(
    structure.groups.flatMap(group => group.consumers.map(({node, input}) => edgeKey(node, input)))
  );
  return (node, input, tensor) => {
    if (!edges.has(edgeKey(node, input))) return tensor;
    const labels = structure.channels.get(sources.get(node)![input]!)!;
    const mask = Float32Array.from(labels, unit => (gone.has(unit) ? 0 : 1));
    return mask.includes(0) ? tf.mul(tensor, tf.tensor1d(mask)) : tensor; // [batch, …, channels]
  };
}
