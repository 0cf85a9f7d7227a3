import {findMap, hasKernel} from './featureMaps.ts';
import {findRanges, type Range} from './findRanges.ts';
import {edgeKey, kernelReads} from './kernelReads.ts';
import type {Network, NetworkNode, Shape} from './network.ts';
import {product} from './product.ts';
import {inferShapes} from './shapes.ts';
import type {Group, KernelRead, Structure} from './structure.ts';
import type {StructureOptions} from './structureOptions.ts';
import {FROZEN, traceChannels, type Trace} from './traceChannels.ts';

const NO_UNIT = -1;

/**
 * Follows every channel from the kernel that makes it to the kernels that read it, and groups what must shrink
 * together.
 *
 * A unit is a set of channels that are tied to each other. Units whose channels come from the same kernels, side by
 * side, form a group.
 */
export function findStructure(network: Network, options: StructureOptions = {}): Structure {
  const shapes = inferShapes(network);
  const trace = traceChannels(network, shapes, options);
  const ranges = findRanges(trace);
  const unitOf = new Map<number, number>();
  let units = 0;
  const firsts = ranges.map(({roots}) => {
    const first = units;
    for (const root of roots) unitOf.set(root, units++);
    return first;
  });
  const unitBehind = (label: number) => unitOf.get(trace.sets.find(label)) ?? NO_UNIT;
  const channels = new Map([...trace.labels].map(([id, labels]) => [id, labels.map(unitBehind)]));
  const reads = findReads(network, shapes, channels);
  const ties = tiesByUnit(trace, unitBehind);
  const groupOf = Int32Array.from(ranges.flatMap(({roots}, i) => roots.map(() => i)));
  const kernels = byGroup(
    network.nodes.filter(node => hasKernel(network, node)),
    node => channels.get(node.id)!,
    {groupOf, groups: ranges.length}
  );
  const consumers = byGroup(reads.values(), read => read.units, {groupOf, groups: ranges.length});
  const groups = ranges.map((range, i) =>
    makeGroup({network, shapes, channels, ties}, range, {
      first: firsts[i]!,
      kernels: kernels[i]!,
      consumers: consumers[i]!
    })
  );
  return {groups, units, channels, reads, frozen: frozenLayers(trace)};
}

function findReads(
  network: Network,
  shapes: ReadonlyMap<string, Shape>,
  channels: ReadonlyMap<string, Int32Array>
): Map<string, KernelRead> {
  const reads = network.nodes.flatMap(node => kernelReads(network, node, shapes, channels));
  return new Map(
    reads.map(({node, port, source, channels: units}) => [edgeKey(node, port), {node, port, source, units}])
  );
}

/** For each group, the items that have one of its units, in their order: one pass over all items, however many groups. */
function byGroup<T>(
  items: Iterable<T>,
  unitsOf: (item: T) => Iterable<number>,
  {groupOf, groups}: {readonly groupOf: Int32Array; readonly groups: number}
): T[][] {
  const found = Array.from({length: groups}, (): T[] => []);
  for (const item of items) {
    for (const unit of unitsOf(item)) {
      const list = unit === NO_UNIT ? undefined : found[groupOf[unit]!]!;
      if (list && list.at(-1) !== item) list.push(item);
    }
  }
  return found;
}

/** For each unit, the reasons that tie its channels together. */
function tiesByUnit({ties}: Trace, unitBehind: (label: number) => number): Map<number, Set<string>> {
  const byUnit = new Map<number, Set<string>>();
  for (const {because, labels} of ties) {
    for (const label of labels) {
      const unit = unitBehind(label);
      if (!byUnit.has(unit)) byUnit.set(unit, new Set());
      byUnit.get(unit)!.add(because);
    }
  }
  return byUnit;
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

interface Found {
  readonly network: Network;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly channels: ReadonlyMap<string, Int32Array>;
  readonly ties: ReadonlyMap<number, ReadonlySet<string>>;
}

interface Members {
  /** Number of the first unit. */
  readonly first: number;
  /** Nodes whose kernels make the units' channels, and reads of them. */
  readonly kernels: readonly NetworkNode[];
  readonly consumers: readonly KernelRead[];
}

function makeGroup(
  {network, shapes, channels, ties}: Found,
  {producer, start, roots}: Range,
  {first, kernels, consumers}: Members
): Group {
  const maps = [...new Set(kernels.map(node => findMap(network, node)))];
  const {layer} = producer.node;
  const isOwn = (unit: number) => unit >= first && unit < first + roots.length;
  const whole = channels.get(producer.node.id)!.every(isOwn);
  return {
    name: whole ? layer : `${layer}[${start}:${start + roots.length}]`,
    layers: [...new Set(kernels.map(node => node.layer))],
    size: roots.length,
    first,
    maps,
    consumers: consumers.map(({node, port}) => ({node, port})),
    positions: product(shapes.get(maps[0]!)!.slice(0, -1)),
    ties: [...new Set(roots.flatMap((_root, i) => [...(ties.get(first + i) ?? [])]))]
  };
}
