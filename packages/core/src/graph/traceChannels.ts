import {flowOf} from '../layers/index.ts';
import type {Flow, UnitKind} from '../layers/layerType.ts';
import type {Layer, Network, NetworkNode, Shape} from './network.ts';
import {layerOf} from './shapes.ts';
import {exclusion, type StructureOptions} from './structureOptions.ts';
import {createUnionFind, type UnionFind} from './unionFind.ts';

/** The candidate that stands for every channel that cannot be a unit. */
export const FROZEN = 0;

/** A kernel that makes channels: candidate `first + i` is its output channel i (and i + size, …, where they are one). */
export interface Producer {
  readonly node: NetworkNode;
  readonly kind: UnitKind;
  readonly first: number;
  readonly size: number;
}

/** A reason for channels to go together, and the candidates that it speaks of. */
export interface Tie {
  readonly because: string;
  readonly labels: Iterable<number>;
}

export interface Trace {
  /** For each node, the candidate behind each output channel. Candidates of one set must stay or go together. */
  readonly labels: ReadonlyMap<string, Int32Array>;
  readonly producers: readonly Producer[];
  /** Sets of candidates; whatever shares a set with `FROZEN` is frozen. */
  readonly sets: UnionFind;
  /** For frozen candidates, why: the first reason found. */
  readonly reasons: ReadonlyMap<number, string>;
  readonly ties: readonly Tie[];
}

/** A trace that is being drawn. */
interface Draft extends Trace {
  readonly labels: Map<string, Int32Array>;
  readonly producers: Producer[];
  readonly reasons: Map<number, string>;
  readonly ties: Tie[];
}

/**
 * Follows every channel from the kernel that makes it through the layers that hand it on, as each layer's `flow` says.
 * Channels that meet (Add), belong to several calls of one layer, or leave the network are tied together or frozen.
 */
export function traceChannels(
  network: Network,
  shapes: ReadonlyMap<string, Shape>,
  options: StructureOptions = {}
): Trace {
  const {units = ['convolution']} = options;
  const isExcluded = exclusion(network, options);
  const widths = network.nodes.map(node => shapes.get(node.id)!.at(-1)!);
  const sets = createUnionFind(1 + widths.reduce((sum, width) => sum + width, 0));
  const draft: Draft = {labels: new Map(), producers: [], sets, reasons: new Map(), ties: []};
  let next = FROZEN + 1;
  network.nodes.forEach((node, i) => {
    const layer = layerOf(network, node);
    const flow = flowOf(layer);
    const width = widths[i]!;
    if (flow.kind === 'produce') {
      const {period: size = width} = flow;
      const made = Int32Array.from({length: width}, (_, channel) => next + (channel % size));
      next += size;
      draft.producers.push({node, kind: flow.units, first: made[0]!, size});
      draft.labels.set(node.id, made);
      if (flow.kept) freeze(draft, made, flow.kept);
      if (isExcluded(layer.name)) freeze(draft, made, 'it is excluded');
    } else {
      draft.labels.set(node.id, hand(draft, node, layer, flow, {shapes, width}));
      if (isExcluded(layer.name)) freeze(draft, draft.labels.get(node.id)!, `layer "${layer.name}" is excluded`);
    }
  });
  network.outputs.forEach(id => freeze(draft, draft.labels.get(id)!, 'its channels reach an output of the network'));
  tieCalls(network, draft);
  freezeOtherKinds(draft, units);
  explainCoupled(draft);
  return draft;
}

interface Place {
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly width: number;
}

/** What the output channels of a layer carry that makes no units. */
function hand(draft: Draft, node: NetworkNode, layer: Layer, flow: Flow, {shapes, width}: Place): Int32Array {
  const inputs = node.inputs.map(id => draft.labels.get(id)!);
  const named = `${layer.type} "${layer.name}"`;
  switch (flow.kind) {
    case 'pass': {
      const map = flow.map?.(shapes.get(node.inputs[0]!)!, layer.config);
      if (flow.kernel) draft.ties.push({because: `${named} filters each channel by itself`, labels: inputs[0]!});
      return map ? passOn(draft, inputs[0]!, width, map, named) : inputs[0]!;
    }
    case 'merge':
      return merge(draft, inputs, width, named);
    case 'concatenate':
      // Along another axis there are as many channels as before, and they meet.
      return inputs.reduce((sum, part) => sum + part.length, 0) === width
        ? Int32Array.from(inputs.flatMap(part => [...part]))
        : merge(draft, inputs, width, named);
    default: {
      const why = flow.kind === 'mix' ? (flow.because ?? 'mixes its channels') : 'reads it';
      if (flow.kind === 'mix') inputs.forEach(part => freeze(draft, part, `${named} ${why}`));
      return new Int32Array(width).fill(FROZEN);
    }
  }
}

function passOn(
  draft: Draft,
  input: Int32Array,
  width: number,
  map: (channel: number) => number | readonly number[],
  named: string
): Int32Array {
  return Int32Array.from({length: width}, (_, channel) => {
    const from = map(channel);
    if (typeof from === 'number') return input[from]!;
    const labels = from.map(one => input[one]!);
    if (labels.length === input.length && labels.length > 1) {
      freeze(draft, labels, `${named} moves channels to another axis`);
    } else {
      tie(draft, labels, `${named} puts several of its channels into one`);
    }
    return labels[0]!;
  });
}

/** Channel i of every input meets channel i of the others; an input of one channel meets all, and is frozen. */
function merge(draft: Draft, inputs: readonly Int32Array[], width: number, named: string): Int32Array {
  const whole = inputs.filter(labels => labels.length === width);
  inputs
    .filter(labels => labels.length !== width)
    .forEach(labels => freeze(draft, labels, `${named} spreads it over all channels`));
  const [first, ...others] = whole;
  for (const labels of others) {
    labels.forEach((label, channel) => tie(draft, [label, first![channel]!], `${named} joins its inputs`));
  }
  return first!;
}

/** The calls of one layer share its weights, so that their channels go together, on the way in and on the way out. */
function tieCalls(network: Network, draft: Draft): void {
  const firstCalls = new Map<string, NetworkNode>();
  for (const node of network.nodes) {
    const first = firstCalls.get(node.layer);
    if (!first) {
      firstCalls.set(node.layer, node);
      continue;
    }
    const because = `layer "${node.layer}" is called more than once with the same weights`;
    const pairs = [[first.id, node.id], ...node.inputs.map((id, i) => [first.inputs[i]!, id])];
    for (const [a, b] of pairs) {
      const before = draft.labels.get(a!)!;
      draft.labels.get(b!)!.forEach((label, channel) => tie(draft, [label, before[channel]!], because));
    }
  }
}

/** Sets of channels of which no maker is of a kind that was asked for stay. */
function freezeOtherKinds(draft: Draft, units: readonly UnitKind[]): void {
  const asked = new Set<number>();
  const channelsOf = ({first, size}: Producer) => Array.from({length: size}, (_, i) => first + i);
  for (const producer of draft.producers) {
    if (units.includes(producer.kind)) channelsOf(producer).forEach(label => asked.add(draft.sets.find(label)));
  }
  for (const producer of draft.producers) {
    const others = channelsOf(producer).filter(label => !asked.has(draft.sets.find(label)));
    freeze(draft, others, `${producer.kind} units are pruned on request only`);
  }
}

function tie({sets, ties}: Draft, labels: readonly number[], because: string): void {
  const [first, ...others] = labels;
  const apart = others.filter(label => sets.find(label) !== sets.find(first!));
  if (apart.length === 0) return;
  apart.forEach(label => sets.union(label, first!));
  ties.push({because, labels});
}

function freeze({sets, reasons}: Draft, labels: Iterable<number>, because: string): void {
  for (const label of labels) {
    if (label !== FROZEN && !reasons.has(label)) reasons.set(label, because);
    sets.union(label, FROZEN);
  }
}

/** Candidates that are frozen because others of their set are, get those others' reason behind what ties them. */
function explainCoupled({producers, sets, reasons, ties}: Draft): void {
  for (let found = true; found;) {
    found = false;
    for (const {because, labels} of ties) {
      const known = [...labels].find(label => label === FROZEN || reasons.has(label));
      if (known === undefined) continue;
      const reason = reasons.get(known) ?? `${because}, among them channels that are no units`;
      for (const label of labels) {
        if (label === FROZEN || reasons.has(label) || sets.find(label) !== FROZEN) continue;
        reasons.set(label, reason.startsWith(because) ? reason : `${because}; ${reason}`);
        found = true;
      }
    }
  }
  for (const {first, size} of producers) {
    for (let label = first; label < first + size; label++) {
      if (sets.find(label) === FROZEN && !reasons.has(label)) {
        reasons.set(label, 'it is coupled with channels that cannot be removed');
      }
    }
  }
}
