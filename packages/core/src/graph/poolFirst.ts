import {layerType} from '../layers/index.ts';
import type {Network, NetworkNode} from './network.ts';
import {layerOf} from './shapes.ts';
import {soleReaders} from './soleReaders.ts';

/**
 * Pairs of a convolution and the max-pooling that alone reads it, where pooling may come before bias and activation.
 *
 * Adding a bias and ReLU keep the order of values, so the maximum is the same either way, to the last bit, and so is the
 * gradient's path; but bias, activation and their gradients then run on a quarter of the positions. Nodes whose output
 * is asked for (`keep`) are left alone.
 */
export function findPooledFirst(
  network: Network,
  nodes: readonly NetworkNode[],
  keep: ReadonlySet<string>
): Map<string, NetworkNode> {
  const pairs = new Map<string, NetworkNode>();
  const readers = soleReaders(nodes, keep);
  for (const node of nodes) {
    const {type, config} = layerOf(network, node);
    const reader = readers.get(node.id);
    if (!reader) continue;
    const pooled = layerOf(network, reader).type === 'MaxPooling2D';
    if (pooled && layerType(type).poolsFirst?.(config)) pairs.set(node.id, reader);
  }
  return pairs;
}
