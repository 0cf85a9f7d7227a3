import {layerType} from '../layers/index.ts';
import type {Network} from './network.ts';
import {product} from './product.ts';
import {inferShapes, layerOf} from './shapes.ts';
import type {Structure} from './structure.ts';
import {weightSpecs} from './weightSpecs.ts';

/** Floating point operations of each node for one example; a multiply-add counts 2 (appendix A.1, Eq. 11 and 12). */
export function nodeFlops(network: Network): Map<string, number> {
  const shapes = inferShapes(network);
  const flops = new Map<string, number>();
  for (const node of network.nodes) {
    const layer = layerOf(network, node);
    const input = shapes.get(node.inputs[0] ?? node.id)!;
    flops.set(node.id, layerType(layer.type).flops?.(layer.config, input, shapes.get(node.id)!) ?? 0);
  }
  return flops;
}

export function countFlops(network: Network): number {
  return [...nodeFlops(network).values()].reduce((sum, flops) => sum + flops, 0);
}

/** Number of weights, moving statistics included, as Keras counts. Needs the layers only, not their values. */
export function countParameters(network: Network): number {
  return weightSpecs(network).reduce((sum, {spec}) => sum + product(spec.shape), 0);
}

/** Bytes of all outputs of one example in float32: what a forward pass has to write. */
export function activationBytes(network: Network): number {
  return [...inferShapes(network).values()].reduce((sum, shape) => sum + 4 * product(shape), 0);
}

/**
 * Θ_flops of each unit in MFLOPs: the cost of its own kernels (producers and depthwise members) at the network's
 * current shape, one number a unit of the whole network.
 */
export function unitFlops(network: Network, structure: Structure): Float64Array {
  const perNode = nodeFlops(network);
  const costs = new Float64Array(structure.units);
  for (const node of network.nodes) {
    const flops = perNode.get(node.id)!;
    const channels = structure.channels.get(node.id)!;
    if (flops === 0) continue;
    for (const unit of channels) if (unit >= 0) costs[unit]! += flops / channels.length / 1e6;
  }
  return costs;
}
