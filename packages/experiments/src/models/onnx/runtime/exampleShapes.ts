import type {InferenceSession} from 'onnxruntime-node';
import {ModelError} from '../../ModelError.ts';

/** An input of an ONNX graph, float32 of [batch, …shape]. */
export interface OnnxInput {
  readonly name: string;
  /** The only batch size that the graph takes; absent where it takes any. */
  readonly batch?: number;
  /** Shape of one example. */
  readonly shape: readonly number[];
}

/**
 * What the inputs of a graph take. `inputShape` stands in for sizes that the graph leaves open, in the order of the graph's
 * own axes. Throws a ModelError that names the file for inputs of other types, and for sizes that stay unknown.
 */
export function exampleShapes(
  path: string,
  metadata: InferenceSession['inputMetadata'] | undefined,
  inputShape?: readonly number[]
): readonly OnnxInput[] {
  if (!metadata)
    throw new ModelError(
      'Expected a newer ONNX Runtime, got one that tells no shapes: npm install onnxruntime-node@latest'
    );
  return metadata.map(input => {
    const type = input.isTensor ? input.type : 'no tensor';
    if (!input.isTensor || input.type !== 'float32') {
      throw new ModelError(`Expected ${path} to read float32 numbers, got an input "${input.name}" of ${type}.`);
    }
    const [first, ...rest] = input.shape;
    const told = inputShape ? fitted(path, rest, inputShape) : rest;
    const shape = told.filter(isSize);
    if (first === undefined || shape.length < told.length) {
      const remedy = first === undefined ? '' : ' Tell the shape of one example by --input.';
      throw new ModelError(
        `Expected ${path} to tell the sizes of its inputs behind the first, got "${input.name}" of ${shown(input.shape)}.${remedy}`
      );
    }
    return {name: input.name, shape, ...(isSize(first) && {batch: first})};
  });
}

function fitted(path: string, told: readonly (number | string)[], inputShape: readonly number[]): readonly number[] {
  const fits = told.length === inputShape.length && told.every((size, i) => !isSize(size) || size === inputShape[i]);
  if (fits) return inputShape;
  throw new ModelError(`Expected --input to fit what ${path} reads, ${shown(told)}, got ${shown(inputShape)}.`);
}

/** Open sizes are names, or numbers below 1. */
function isSize(size: number | string): size is number {
  return typeof size === 'number' && size > 0;
}

const shown = (sizes: readonly (number | string)[]): string =>
  `[${sizes.map(size => (isSize(size) ? size : size || '?')).join(', ')}]`;
