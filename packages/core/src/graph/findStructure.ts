import {findMap, hasKernel} from './featureMaps.ts';
import {edgeKey, kernelReads} from './kernelReads.ts';
import type {Network, Shape} from './network.ts';
import {inferShapes} from './shapes.ts';
import type {Group, KernelRead, Structure} from './structure.ts';
import type {StructureOptions} from './structureOptions.ts';
import {FROZEN, traceChannels, type Producer, type Trace} from './traceChannels.ts';

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
  const groups = ranges.map((range, i) => makeGroup({network, shapes, channels, reads, ties}, range, firsts[i]!));
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
      if (root === FROZEN) continue; // thousands of dense channels, whose makers nobody asks for
      makers.set(root, [...(makers.get(root) ?? []), node.layer]);
    }
  }
  const ranges: Range[] = [];
  const seen = new Set<number>([FROZEN]);
  for (const producer of producers) {
    let last: Range | undefined;
    for (let channel = 0; channel < producer.size; channel++) {
      const root = sets.find(producer.first + channel);
      if (seen.has(root)) {
        last = undefined;
        continue;
      }
      seen.add(root);
      const key = makers.get(root)!.join('|');
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

interface Found {
  readonly network: Network;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly channels: ReadonlyMap<string, Int32Array>;
  readonly reads: ReadonlyMap<string, KernelRead>;
  readonly ties: ReadonlyMap<number, ReadonlySet<string>>;
}

function makeGroup(found: Found, {producer, start, roots}: Range, first: number): Group {
  const {network, shapes, channels, reads, ties} = found;
  const isOwn = (unit: number) => unit >= first && unit < first + roots.length;
  const kernels = network.nodes.filter(node => hasKernel(network, node) && channels.get(node.id)!.some(isOwn));
  const maps = [...new Set(kernels.map(node => findMap(network, node)))];
  const {layer} = producer.node;
  const whole = channels.get(producer.node.id)!.every(isOwn);
  return {
    name: whole ? layer : `${layer}[${start}:${start + roots.length}]`,
    layers: [...new Set(kernels.map(node => node.layer))],
    size: roots.length,
    first,
    maps,
    consumers: [...reads.values()].filter(({units}) => units.some(isOwn)).map(({node, port}) => ({node, port})),
    positions: shapes
      .get(maps[0]!)!
      .slice(0, -1)
      .reduce((product, size) => product * size, 1),
    ties: [...new Set(roots.flatMap((_root, i) => [...(ties.get(first + i) ?? [])]))]
  };
}
