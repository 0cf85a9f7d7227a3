/** Element types of onnx.proto. */
const TYPES = {float32: 1, int64: 7, float16: 10};

export interface IdentityOnnxOptions {
  readonly type: keyof typeof TYPES;
  /** Sizes; names for what is open. Without any, the graph tells no shape. */
  readonly sizes?: readonly (number | string)[];
}

/** The bytes of an .onnx file that gives its one input, "x", back: also of kinds that no export of ours makes. */
export function identityOnnx({type, sizes}: IdentityOnnxOptions): Uint8Array {
  const dims = sizes?.map(size => message(1, typeof size === 'number' ? number(1, size) : text(2, size)));
  const shape = dims ? message(2, ...dims) : [];
  const end = (field: number, name: string) =>
    message(field, text(1, name), message(2, message(1, number(1, TYPES[type]), shape)));
  const node = message(1, text(1, 'x'), text(2, 'y'), text(4, 'Identity'));
  const graph = message(7, node, text(2, 'graph'), end(11, 'x'), end(12, 'y'));
  return Uint8Array.from([...number(1, 8), ...graph, ...message(8, number(2, 17))]);
}

// Fields of Protocol Buffers, all shorter than 128 bytes and smaller than 128.
const number = (field: number, value: number): number[] => [field << 3, value];
const message = (field: number, ...parts: readonly number[][]): number[] => {
  const content = parts.flat();
  return [(field << 3) | 2, content.length, ...content];
};
const text = (field: number, value: string): number[] => message(field, [...Buffer.from(value, 'utf8')]);
