import {isRelu} from '../layers/activation.ts';
import {isFrozen} from '../layers/batchNormalization.ts';
import type {Network, NetworkNode} from './network.ts';
import {layerOf} from './shapes.ts';
import {soleReaders} from './soleReaders.ts';

/** What runs in one pass with a batch normalisation in training: ReLU, before it perhaps the addition of another map. */
export interface NormTail {
  readonly add?: {readonly node: NetworkNode; /** Which of its two inputs is the other map. */ readonly other: 0 | 1};
  readonly relu: NetworkNode;
}

/**
 * Batch normalisations, by id, that are read by nothing but a ReLU, or by an addition that nothing but a ReLU reads and
 * whose other input is there already. Nodes whose output is asked for (`keep`) have their tensors and end no tail.
 */
export function findNormTails(
  network: Network,
  nodes: readonly NetworkNode[],
  keep: ReadonlySet<string>
): Map<string, NormTail> {
  const tails = new Map<string, NormTail>();
  const readers = soleReaders(nodes, keep);
  const later = new Set(nodes.map(({id}) => id));
  for (const node of nodes) {
    later.delete(node.id);
    const next = readers.get(node.id);
    const {type, config} = layerOf(network, node);
    if (!next || type !== 'BatchNormalization' || isFrozen(config)) continue;
    if (isRelu(layerOf(network, next))) {
      tails.set(node.id, {relu: next});
      continue;
    }
    const relu = readers.get(next.id);
    const other = next.inputs[0] === node.id ? 1 : 0;
    const adds = layerOf(network, next).type === 'Add' && next.inputs.length === 2 && !later.has(next.inputs[other]!);
    if (adds && relu && isRelu(layerOf(network, relu))) tails.set(node.id, {add: {node: next, other}, relu});
  }
  return tails;
}
