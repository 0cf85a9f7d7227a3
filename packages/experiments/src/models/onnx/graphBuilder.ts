import type {Shape} from '@espalier/core';
import {integers, type OnnxAttribute, type OnnxNode, type OnnxTensor} from './onnxGraph.ts';

/**
 * A tensor of the graph. `shape` is that of one example with channels last, as the network has it; the tensor itself
 * may have its channels first (`layout`), where ONNX' convolutions and pooling read them.
 */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  readonly layout: 'first' | 'last';
}

export type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** Collects operators and constants, and moves channels where operators want them. */
export interface GraphBuilder {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Adds an operator that makes one value, its output number `output`; returns the value's name. */
  readonly add: (op: string, inputs: readonly string[], options: AddOptions) => string;
  /** Adds a constant, once for each key; returns its name. */
  readonly constant: (key: string, make: () => OnnxTensor) => string;
  /** Names what the last operator makes, if that is `value`. */
  readonly nameLast: (value: Value, name: string) => Value;
  readonly channelsFirst: (value: Value) => Value;
  readonly channelsLast: (value: Value) => Value;
}

export interface AddOptions {
  readonly name: string;
  readonly attributes?: Attributes;
  readonly output?: number;
}

/** The name of a value of the network with its channels first; with channels last it has its own. */
export const firstName = (name: string) => `${name}/channels_first`;

export function createGraphBuilder(inputs: readonly string[]): GraphBuilder {
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxTensor>();
  const constants = new Map<string, string>();
  const used = new Set(inputs);
  const moved = new Map<string, Value>();

  function unused(wanted: string): string {
    let name = wanted;
    for (let i = 2; used.has(name); i++) name = `${wanted}_${i}`;
    used.add(name);
    return name;
  }

  function add(op: string, read: readonly string[], {name, attributes = {}, output = 0}: AddOptions): string {
    const own = unused(name);
    nodes.push({op, name: own, inputs: read, outputs: [...new Array<string>(output).fill(''), own], attributes});
    return own;
  }

  /** The same values with their channels elsewhere; asked for twice, moved once. */
  function move(value: Value, layout: Value['layout']): Value {
    const rank = value.shape.length;
    if (value.layout === layout || rank < 2) return {...value, layout};
    const before = moved.get(value.name);
    if (before) return before;
    const spatial = Array.from({length: rank - 1}, (_, axis) => axis + 1);
    const perm = layout === 'first' ? [0, rank, ...spatial] : [0, ...spatial.map(axis => axis + 1), 1];
    const name = layout === 'first' ? firstName(value.name) : value.name.replace(/\/channels_first$/, '');
    const transposed = add('Transpose', [value.name], {name, attributes: {perm: {ints: perm}}});
    const result = {...value, layout, name: transposed};
    moved.set(value.name, result).set(result.name, value);
    return result;
  }

  function constant(key: string, make: () => OnnxTensor): string {
    const known = constants.get(key);
    if (known !== undefined) return known;
    const name = unused(key);
    constants.set(key, name);
    initializers.set(name, make());
    return name;
  }

  function nameLast(value: Value, wanted: string): Value {
    const last = nodes.at(-1);
    if (last?.outputs.at(-1) !== value.name || value.name === wanted) return value;
    used.delete(value.name);
    const name = unused(wanted);
    nodes[nodes.length - 1] = {...last, name, outputs: [...last.outputs.slice(0, -1), name]};
    return {...value, name};
  }

  return {
    nodes,
    initializers,
    add,
    constant,
    nameLast,
    channelsFirst: value => move(value, 'first'),
    channelsLast: value => move(value, 'last')
  };
}

/** Whole numbers as a constant, such as a shape. */
export function integerConstant(graph: GraphBuilder, values: readonly number[]): string {
  return graph.constant(`integers/${values.join(',')}`, () => integers(values));
}
