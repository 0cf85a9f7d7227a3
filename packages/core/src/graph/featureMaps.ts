import {layerType} from '../layers/index.ts';
import type {Network, NetworkNode} from './network.ts';
import {layerOf} from './shapes.ts';

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
  const {flow} = layerType(layerOf(network, node).type);
  return flow.kind === 'produce' || (flow.kind === 'pass' && flow.kernel === true);
}

function soleReader(network: Network, id: string): NetworkNode | undefined {
  const readers = network.nodes.filter(node => node.inputs.includes(id));
  const [only] = readers;
  return readers.length === 1 && only!.inputs.length === 1 && !network.outputs.includes(id) ? only : undefined;
}

/**
 * Whether only ReLU, pooling, dropout, padding and reshaping lie between the map and the one kernel that reads it, so
 * that Σ over positions of ∂C/∂z · z is the same at both ends.
 */
export function isPlainPath(network: Network, map: string): boolean {
  const readers = network.nodes.filter(node => node.inputs.includes(map));
  const [only] = readers;
  if (readers.length !== 1 || only!.inputs.length !== 1 || network.outputs.includes(map)) return false;
  const layer = layerOf(network, only!);
  const {flow, plain} = layerType(layer.type);
  if (flow.kind === 'produce') return true;
  return (plain?.(layer.config) ?? false) && isPlainPath(network, only!.id);
}
