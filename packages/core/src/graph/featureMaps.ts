import {flowOf, layerType} from '../layers/index.ts';
import {edgeKey} from './kernelReads.ts';
import type {Network, NetworkNode} from './network.ts';
import {layerOf} from './shapes.ts';
import type {Group, Structure} from './structure.ts';

/**
 * The node whose output is the feature map of what `producer` makes: the activation that follows it, behind batch
 * normalisation where there is one. The search ends where the tensor forks or merges and does not pass pooling.
 */
export function findMap(network: Network, producer: NetworkNode): string {
  let node = producer;
  while (roleOf(network, node) !== 'activation') {
    const next = soleReader(network, node.id);
    // A kernel makes maps of its own, whatever activation is fused into it.
    if (!next || hasKernel(network, next) || !roleOf(network, next)) break;
    node = next;
  }
  return node.id;
}

function roleOf(network: Network, node: NetworkNode): 'normalization' | 'activation' | undefined {
  const layer = layerOf(network, node);
  return layerType(layer.type).role?.(layer.config);
}

/** Whether a layer has kernels of its own for its output channels: producers and depthwise convolutions. */
export function hasKernel(network: Network, node: NetworkNode): boolean {
  const flow = flowOf(layerOf(network, node));
  return flow.kind === 'produce' || (flow.kind === 'pass' && flow.kernel === true);
}

function soleReader(network: Network, id: string): NetworkNode | undefined {
  const readers = network.nodes.filter(node => node.inputs.includes(id));
  const [only] = readers;
  return readers.length === 1 && only!.inputs.length === 1 && !network.outputs.includes(id) ? only : undefined;
}

/**
 * Whether only ReLU, pooling, dropout, padding and reshaping lie between a group's map and the one kernel that reads
 * it, so that Σ over positions of ∂C/∂z · z is the same at both ends.
 */
export function isPlainPath(network: Network, {reads}: Structure, {maps, consumers}: Group): boolean {
  const [consumer] = consumers;
  if (maps.length !== 1 || consumers.length !== 1) return false;
  // What a kernel inside a layer reads (a separable convolution's, a recurrent state) is no map of any node.
  const end = reads.get(edgeKey(consumer!.node, consumer!.port))!.source;
  let node = maps[0]!;
  while (node !== end) {
    const reader = soleReader(network, node);
    if (!reader || !isPlain(network, reader)) return false;
    node = reader.id;
  }
  return true;
}

function isPlain(network: Network, node: NetworkNode): boolean {
  const layer = layerOf(network, node);
  return layerType(layer.type).plain?.(layer.config) ?? false;
}
