import {firstName} from '../graphBuilder.ts';
import type {OnnxGraph, OnnxNode} from '../onnxGraph.ts';
import type {Range} from './calibrate.ts';
import {affineOf, type Affine} from './quantizedTensors.ts';

/** Operators with a kernel, and the axis of it along which channels have scales of their own. */
export const KERNEL_AXES: Readonly<Record<string, number>> = {Conv: 0, Gemm: 1, MatMul: 1};
const JOINING = ['Add', 'AveragePool', 'Concat', 'GlobalAveragePool'];
/** What they make has the scale of what they read. */
const PASSING = ['Flatten', 'MaxPool', 'Reshape', 'Transpose'];
/** ONNX Runtime computes them together with what is in front of them. */
const ABSORBED = ['Relu', 'Clip'];

export function hasKernel({op, inputs}: OnnxNode, {initializers}: OnnxGraph): boolean {
  return op in KERNEL_AXES && initializers.has(inputs[1]!);
}

/** Whether an operator computes on 8 bits when all that it reads comes in them. */
export function isInteger(node: OnnxNode, graph: OnnxGraph): boolean {
  if (hasKernel(node, graph) || PASSING.includes(node.op)) return true;
  return JOINING.includes(node.op) && !node.inputs.some(name => graph.initializers.has(name));
}

/** The values of a graph that are rounded to 8 bits, by name, in the order in which they are made. */
export function quantizedValues(graph: OnnxGraph, ranges: ReadonlyMap<string, Range>): Map<string, Affine> {
  const rangeOf = rangesByValue(graph, ranges);
  const ends = new Set(graph.outputs.map(({name}) => name));
  const makers = new Map(graph.nodes.map(node => [node.outputs.at(-1)!, node]));
  const chosen = new Map<string, Affine>();

  function choose(name: string): void {
    const maker = makers.get(name);
    const range = rangeOf.get(name);
    const passed = maker && PASSING.includes(maker.op) ? chosen.get(maker.inputs[0]!) : undefined;
    const affine = passed ?? (range && affineOf(range));
    if (!affine || ends.has(name)) return;
    if (passed || meetsIntegers(name) || (maker && isMadeOfIntegers(maker) && !isAbsorbed(name))) {
      chosen.set(name, affine);
    }
  }

  const readers = (name: string) => graph.nodes.filter(({inputs}) => inputs.includes(name));

  /** Whether something computes on whole numbers with it, maybe behind another shape. */
  function meetsIntegers(name: string): boolean {
    return readers(name).some(node =>
      PASSING.includes(node.op) ? meetsIntegers(node.outputs[0]!) : isInteger(node, graph)
    );
  }

  function isAbsorbed(name: string): boolean {
    const [reader, ...more] = readers(name);
    return more.length === 0 && reader !== undefined && ABSORBED.includes(reader.op) && rangeOf.has(reader.outputs[0]!);
  }

  /** Sums of dense layers may stay float32; those of others are rounded where they are made. */
  function isMadeOfIntegers(maker: OnnxNode): boolean {
    if (ABSORBED.includes(maker.op)) {
      const before = makers.get(maker.inputs[0]!);
      return before !== undefined && isMadeOfIntegers(before);
    }
    return maker.op === 'Conv' || (JOINING.includes(maker.op) && isInteger(maker, graph));
  }

  graph.inputs.forEach(({name}) => choose(name));
  graph.nodes.forEach(({outputs}) => choose(outputs.at(-1)!));
  return chosen;
}

/** Ranges of a network's nodes as those of the graph's values, and of what is the same in another shape. */
function rangesByValue(graph: OnnxGraph, ranges: ReadonlyMap<string, Range>): ReadonlyMap<string, Range> {
  const found = new Map(ranges);
  for (const [id, range] of ranges) found.set(firstName(id), range);
  for (const {op, inputs, outputs} of graph.nodes.toReversed()) {
    const [range, input] = [found.get(outputs[0]!), inputs[0]!];
    if (range && PASSING.includes(op) && op !== 'MaxPool' && !found.has(input)) found.set(input, range);
  }
  return found;
}
