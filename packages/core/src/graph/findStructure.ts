import {layerType} from '../layers/index.ts';
import {findMap, hasKernel} from './featureMaps.ts';
import type {Network, Shape} from './network.ts';
import {inferShapes, layerOf} from './shapes.ts';
import type {Consumer, Group, Structure} from './structure.ts';
import {FROZEN, traceChannels, type Producer, type Trace} from './traceChannels.ts';

export interface StructureOptions {
  /** Also makes hidden dense units prunable; convolution channels always are. */
  readonly denseUnits?: boolean;
}

const NO_UNIT = -1;

/**
 * Follows every channel from the kernel that makes it to the kernels that read it, and groups what must shrink
 * together.
 *
 * A unit is a set of channels that are tied to each other. Units whose channels come from the same kernels, side by
 * side, form a group.
 */
export function findStructure(network: Network, {denseUnits = false}: StructureOptions = {}): Structure {
  const shapes = inferShapes(network);
  const trace = traceChannels(network, shapes, denseUnits);
  const ranges = findRanges(trace);
  const unitOf = new Map<number, number>();
  let units = 0;
  const firsts = ranges.map(({roots}) => {
    const first = units;
    for (const root of roots) unitOf.set(root, units++);
    return first;
  });
  const channels = new Map(
    [...trace.labels].map(([id, labels]) => [id, labels.map(label => unitOf.get(trace.sets.find(label)) ?? NO_UNIT)])
  );
  const groups = ranges.map((range, i) => makeGroup(network, shapes, channels, range, firsts[i]!));
  return {groups, units, channels, frozen: frozenLayers(trace)};
}

/** Units of a group before they are numbered: neighbouring channels of one kernel that are tied to the same others. */
interface Range {
  readonly producer: Producer;
  /** First channel of the producer. */
  readonly start: number;
  /** The set of each unit, in the order of the producer's channels. */
  readonly roots: number[];
  /** Nodes whose kernels make the units' channels. */
  readonly key: string;
}

function findRanges({producers, sets}: Trace): Range[] {
  const makers = new Map<number, string[]>();
  for (const {node, first, size} of producers) {
    for (let label = first; label < first + size; label++) {
      const root = sets.find(label);
      makers.set(root, [...(makers.get(root) ?? []), node.layer]);
    }
  }
  const ranges: Range[] = [];
  const seen = new Set<number>([FROZEN]);
  for (const producer of producers) {
    let last: Range | undefined;
    for (let channel = 0; channel < producer.size; channel++) {
      const root = sets.find(producer.first + channel);
      const key = makers.get(root)!.join('|');
      if (seen.has(root)) {
        last = undefined;
        continue;
      }
      seen.add(root);
      if (last?.key === key) {
        last.roots.push(root);
      } else {
        ranges.push((last = {producer, start: channel, roots: [root], key}));
      }
    }
  }
  return ranges;
}

/** Layers with kernels that have frozen channels, with the first reason. */
function frozenLayers({producers, sets, reasons}: Trace): Map<string, string> {
  const frozen = new Map<string, string>();
  for (const {node, first, size} of producers) {
    for (let label = first; label < first + size; label++) {
      if (sets.find(label) === FROZEN && !frozen.has(node.layer)) frozen.set(node.layer, reasons.get(label)!);
    }
  }
  return frozen;
}

function makeGroup(
  network: Network,
  shapes: ReadonlyMap<string, Shape>,
  channels: ReadonlyMap<string, Int32Array>,
  {producer, start, roots}: Range,
  first: number
): Group {
  const isOwn = (unit: number) => unit >= first && unit < first + roots.length;
  const carries = (id: string) => channels.get(id)!.some(isOwn);
  const kernels = network.nodes.filter(node => hasKernel(network, node) && carries(node.id));
  const maps = [...new Set(kernels.map(node => findMap(network, node)))];
  const consumers: Consumer[] = [];
  for (const node of network.nodes) {
    if (layerType(layerOf(network, node).type).flow.kind !== 'produce') continue;
    node.inputs.forEach((id, input) => {
      if (carries(id)) consumers.push({node: node.id, input});
    });
  }
  const {layer} = producer.node;
  const whole = roots.length === producer.size;
  return {
    name: whole ? layer : `${layer}[${start}:${start + roots.length}]`,
    layers: [...new Set(kernels.map(node => node.layer))],
    size: roots.length,
    first,
    maps,
    consumers,
    positions: shapes
      .get(maps[0]!)!
      .slice(0, -1)
      .reduce((product, size) => product * size, 1)
  };
}
