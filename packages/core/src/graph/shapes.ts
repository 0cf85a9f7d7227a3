import {layerType} from '../layers/index.ts';
import type {Layer, Network, NetworkNode, Shape} from './network.ts';

/**
 * Output shape of every node. Throws with the layer's name where a layer does not fit its input.
 */
export function inferShapes(network: Pick<Network, 'layers' | 'nodes'>): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const node of network.nodes) {
    const layer = layerOf(network, node);
    const inputs = node.inputs.map(id => shapes.get(id)!);
    shapes.set(
      node.id,
      inLayer(layer, () => checkedShape(layerType(layer.type).outputShape(layer.config, inputs), inputs))
    );
  }
  return shapes;
}

export function layerOf(network: Pick<Network, 'layers'>, node: NetworkNode): Layer {
  const layer = network.layers.get(node.layer);
  if (!layer) throw new Error(`Expected a layer "${node.layer}" behind node "${node.id}", got none.`);
  return layer;
}

function checkedShape(shape: Shape, inputs: readonly Shape[]): Shape {
  if (shape.every(size => Number.isInteger(size) && size > 0)) return shape;
  const reads = inputs.map(input => `[${input.join(', ')}]`).join(', ');
  throw new Error(`Expected an output of positive whole sizes, got [${shape.join(', ')}]${reads && ` from ${reads}`}.`);
}

/** Runs `work` and puts the layer's name in front of what it throws. */
export function inLayer<T>(layer: Layer, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`Layer "${layer.name}" (${layer.type}): ${(error as Error).message}`, {cause: error});
  }
}
