/** Numbers of a model in the order of its axes, the last one fastest. */
export type OnnxTensor = {readonly shape: readonly number[]} & (
  | {readonly type: 'float32'; readonly values: Float32Array}
  | {readonly type: 'uint8'; readonly values: Uint8Array}
  | {readonly type: 'int8'; readonly values: Int8Array}
  | {readonly type: 'int32'; readonly values: Int32Array}
  | {readonly type: 'int64'; readonly values: BigInt64Array}
);

/** One setting of an operator: exactly one of the kinds that ONNX has. */
export type OnnxAttribute =
  | {readonly f: number}
  | {readonly i: number}
  | {readonly s: string}
  | {readonly floats: readonly number[]}
  | {readonly ints: readonly number[]}
  | {readonly strings: readonly string[]};

/** One operator of a graph; inputs and outputs are names of values, an empty one stands for what is left out. */
export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** Where a graph begins or ends: float32 of [batch, …shape]. */
export interface OnnxEnd {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A model of ONNX as plain data, its operators in an order in which they can run. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxEnd[];
  readonly outputs: readonly OnnxEnd[];
}

export const floats = (shape: readonly number[], values: readonly number[] | Float32Array): OnnxTensor => ({
  type: 'float32',
  shape,
  values: Float32Array.from(values)
});

export const integers = (values: readonly number[]): OnnxTensor => ({
  type: 'int64',
  shape: [values.length],
  values: BigInt64Array.from(values, BigInt)
});
