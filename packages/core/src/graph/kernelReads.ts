import {flowOf, layerType} from '../layers/index.ts';
import type {Network, NetworkNode, Shape} from './network.ts';
import {layerOf} from './shapes.ts';
import type {Consumer} from './structure.ts';

export function edgeKey(node: string, port: string | number): string {
  return `${node}:${port}`;
}

/** A place where a kernel reads, with what each position of its last axis carries (`T` of a channel). */
export interface TracedRead extends Consumer {
  readonly source: string | undefined;
  readonly channels: Int32Array;
}

/**
 * Where the kernels of a node read: its inputs, or what the layer type lists in `reads`. `labels` tells what each
 * channel of each node's output carries.
 */
export function kernelReads(
  network: Network,
  node: NetworkNode,
  shapes: ReadonlyMap<string, Shape>,
  labels: ReadonlyMap<string, Int32Array>
): TracedRead[] {
  const layer = layerOf(network, node);
  if (flowOf(layer).kind !== 'produce') return [];
  const {reads} = layerType(layer.type);
  const inside = reads?.(
    layer.config,
    node.inputs.map(id => shapes.get(id)!)
  );
  const inner = (inside ?? []).map(({name, of, channels}) => {
    const carried = labels.get(of === 'in' ? node.inputs[0]! : node.id)!;
    const read = Int32Array.from(channels, channel => carried[channel]!);
    return {node: node.id, port: name, source: undefined, channels: read};
  });
  if (inside?.some(({of}) => of === 'in')) return inner;
  const inputs = node.inputs.map((id, i) => ({node: node.id, port: `${i}`, source: id, channels: labels.get(id)!}));
  return [...inputs, ...inner];
}
