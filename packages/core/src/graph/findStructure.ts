import {layerType} from '../layers/index.ts';
import type {LayerType} from '../layers/layerType.ts';
import {findMap} from './featureMaps.ts';
import type {Network, NetworkNode, Shape} from './network.ts';
import {inferShapes, layerOf} from './shapes.ts';
import type {Consumer, Group, Structure} from './structure.ts';

const FROZEN = -1;

export interface StructureOptions {
  /** Also makes hidden dense units prunable; convolution channels always are. */
  readonly denseUnits?: boolean;
}

interface Producer {
  readonly node: NetworkNode;
  readonly first: number;
  readonly size: number;
}

/**
 * Follows every channel from the kernel that makes it to the kernels that read it, and groups what must shrink
 * together.
 *
 * Each producer's output channels start as candidate units; layers hand them on as their `flow` says; reaching an
 * output of the network or a layer that mixes channels freezes them.
 */
export function findStructure(network: Network, {denseUnits = false}: StructureOptions = {}): Structure {
  const shapes = inferShapes(network);
  const {candidates, producers, size} = traceChannels(network, shapes, denseUnits);
  const frozen = freeze(network, candidates, producers, size);
  // Units are numbered by producer in topological order: each producer that stays is a group of its own here.
  const kept = producers.filter(producer => !frozen.has(producer.node.layer));
  const unitOf = new Int32Array(size).fill(FROZEN);
  let units = 0;
  const firsts = kept.map(producer => {
    const first = units;
    for (let i = 0; i < producer.size; i++) unitOf[producer.first + i] = units++;
    return first;
  });
  const channels = new Map(
    [...candidates].map(([id, labels]) => [id, labels.map(label => (label < 0 ? FROZEN : unitOf[label]!))])
  );
  const groups = kept.map((producer, i) => makeGroup(network, shapes, channels, producer, firsts[i]!));
  return {groups, units, channels, frozen};
}

interface Trace {
  /** For each node, the candidate behind each output channel. */
  readonly candidates: Map<string, Int32Array>;
  readonly producers: readonly Producer[];
  readonly size: number;
}

function traceChannels(network: Network, shapes: ReadonlyMap<string, Shape>, denseUnits: boolean): Trace {
  const candidates = new Map<string, Int32Array>();
  const producers: Producer[] = [];
  let size = 0;
  for (const node of network.nodes) {
    const layer = layerOf(network, node);
    const {flow} = layerType(layer.type);
    const width = shapes.get(node.id)!.at(-1)!;
    if (flow.kind === 'pass') {
      const source = node.inputs[0]!;
      const from = flow.map?.(shapes.get(source)!, layer.config) ?? (channel => channel);
      const labels = candidates.get(source)!;
      candidates.set(
        node.id,
        Int32Array.from({length: width}, (_, channel) => labels[from(channel)]!)
      );
    } else if (flow.kind === 'produce' && (flow.units === 'convolution' || denseUnits)) {
      const first = size;
      candidates.set(
        node.id,
        Int32Array.from({length: width}, (_, channel) => first + channel)
      );
      producers.push({node, first, size: width});
      size += width;
    } else {
      candidates.set(node.id, new Int32Array(width).fill(FROZEN));
    }
  }
  return {candidates, producers, size};
}

/** Names of the producers' layers that cannot shrink, with the reason. */
function freeze(
  network: Network,
  candidates: ReadonlyMap<string, Int32Array>,
  producers: readonly Producer[],
  size: number
): Map<string, string> {
  const reasons = new Array<string | undefined>(size);
  const mark = (id: string, reason: string): void => {
    for (const label of candidates.get(id)!) if (label >= 0) reasons[label] ??= reason;
  };
  network.outputs.forEach(id => mark(id, 'its channels reach an output of the network'));
  for (const node of network.nodes) {
    const layer = layerOf(network, node);
    if (layerType(layer.type).flow.kind !== 'mix') continue;
    node.inputs.forEach(id => mark(id, `layer "${layer.name}" (${layer.type}) mixes its channels`));
  }
  const frozen = new Map<string, string>();
  for (const {node, first, size: width} of producers) {
    const reason = reasons.slice(first, first + width).find(text => text !== undefined);
    if (reason) frozen.set(node.layer, reason);
  }
  return frozen;
}

function makeGroup(
  network: Network,
  shapes: ReadonlyMap<string, Shape>,
  channels: ReadonlyMap<string, Int32Array>,
  producer: Producer,
  first: number
): Group {
  const map = findMap(network, producer.node);
  const positions = shapes
    .get(map)!
    .slice(0, -1)
    .reduce((product, size) => product * size, 1);
  const consumers: Consumer[] = [];
  for (const node of network.nodes) {
    if (!reads(layerType(layerOf(network, node).type))) continue;
    node.inputs.forEach((id, input) => {
      if (channels.get(id)!.includes(first)) consumers.push({node: node.id, input});
    });
  }
  const layer = producer.node.layer;
  return {name: layer, layers: [layer], size: producer.size, first, maps: [map], consumers, positions};
}

function reads({flow}: LayerType): boolean {
  return flow.kind === 'produce';
}
