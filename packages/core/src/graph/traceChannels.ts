import {layerType} from '../layers/index.ts';
import type {Network, NetworkNode, Shape} from './network.ts';
import {layerOf} from './shapes.ts';
import {createUnionFind, type UnionFind} from './unionFind.ts';

/** The candidate that stands for every channel that cannot be a unit. */
export const FROZEN = 0;

/** A kernel that makes channels: candidate `first + i` is its output channel i. */
export interface Producer {
  readonly node: NetworkNode;
  readonly first: number;
  readonly size: number;
}

export interface Trace {
  /** For each node, the candidate behind each output channel. Candidates of one set must stay or go together. */
  readonly labels: ReadonlyMap<string, Int32Array>;
  readonly producers: readonly Producer[];
  /** Sets of candidates; whatever shares a set with `FROZEN` is frozen. */
  readonly sets: UnionFind;
  /** For frozen candidates, why: the first reason found. */
  readonly reasons: ReadonlyMap<number, string>;
}

/**
 * Follows every channel from the kernel that makes it through the layers that hand it on, as each layer's `flow` says.
 * Channels that meet (Add), belong to several calls of one layer, or leave the network are tied together or frozen.
 */
export function traceChannels(network: Network, shapes: ReadonlyMap<string, Shape>, denseUnits: boolean): Trace {
  const widths = network.nodes.map(node => shapes.get(node.id)!.at(-1)!);
  const sets = createUnionFind(1 + widths.reduce((sum, width) => sum + width, 0));
  const labels = new Map<string, Int32Array>();
  const producers: Producer[] = [];
  const reasons = new Map<number, string>();
  const freeze = (channels: Int32Array, reason: string): void => {
    for (const label of channels) {
      if (label !== FROZEN && !reasons.has(label)) reasons.set(label, reason);
      sets.union(label, FROZEN);
    }
  };
  let next = FROZEN + 1;
  for (const node of network.nodes) {
    const layer = layerOf(network, node);
    const {flow} = layerType(layer.type);
    const width = shapes.get(node.id)!.at(-1)!;
    const inputs = node.inputs.map(id => labels.get(id)!);
    const named = `layer "${layer.name}" (${layer.type})`;
    if (flow.kind === 'produce' && (flow.units === 'convolution' || denseUnits)) {
      producers.push({node, first: next, size: width});
      labels.set(
        node.id,
        Int32Array.from({length: width}, (_, channel) => next + channel)
      );
      next += width;
    } else if (flow.kind === 'pass') {
      const from = flow.map?.(shapes.get(node.inputs[0]!)!, layer.config) ?? (channel => channel);
      labels.set(
        node.id,
        Int32Array.from({length: width}, (_, channel) => inputs[0]![from(channel)]!)
      );
    } else if (flow.kind === 'merge') {
      labels.set(
        node.id,
        mergeLabels(inputs, width, sets, part => freeze(part, `${named} spreads it over all channels`))
      );
    } else if (flow.kind === 'concatenate') {
      labels.set(node.id, Int32Array.from(inputs.flatMap(part => [...part])));
    } else {
      if (flow.kind === 'mix') inputs.forEach(part => freeze(part, `${named} mixes its channels`));
      labels.set(node.id, new Int32Array(width).fill(FROZEN));
    }
  }
  network.outputs.forEach(id => freeze(labels.get(id)!, 'its channels reach an output of the network'));
  tieCalls(network, labels, sets);
  explainCoupled(producers, sets, reasons);
  return {labels, producers, sets, reasons};
}

/** Channel i of every input meets channel i of the others; an input of one channel meets all, and is frozen. */
function mergeLabels(
  inputs: readonly Int32Array[],
  width: number,
  sets: UnionFind,
  freeze: (labels: Int32Array) => void
): Int32Array {
  const whole = inputs.filter(labels => labels.length === width);
  inputs.filter(labels => labels.length !== width).forEach(freeze);
  const [first, ...others] = whole;
  for (const labels of others) labels.forEach((label, channel) => sets.union(label, first![channel]!));
  return first!;
}

/** The calls of one layer share its weights, so that their channels go together, on the way in and on the way out. */
function tieCalls(network: Network, labels: ReadonlyMap<string, Int32Array>, sets: UnionFind): void {
  const firstCalls = new Map<string, NetworkNode>();
  for (const node of network.nodes) {
    const first = firstCalls.get(node.layer);
    if (!first) {
      firstCalls.set(node.layer, node);
      continue;
    }
    const pairs = [[first.id, node.id], ...node.inputs.map((id, i) => [first.inputs[i]!, id])];
    for (const [a, b] of pairs)
      labels.get(b!)!.forEach((label, channel) => sets.union(label, labels.get(a!)![channel]!));
  }
}

/** Candidates that are frozen because another of their set is, get that one's reason. */
function explainCoupled(producers: readonly Producer[], sets: UnionFind, reasons: Map<number, string>): void {
  for (const {first, size} of producers) {
    for (let label = first; label < first + size; label++) {
      if (sets.find(label) === FROZEN && !reasons.has(label)) {
        reasons.set(label, 'it is coupled with channels that cannot be removed');
      }
    }
  }
}
