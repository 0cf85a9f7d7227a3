import {createRandom} from '@espalier/core';

export const EXAMPLES = 6;
export const POSITIONS = 4;
export const CLASSES = 3;
/** Channels of the input, of the first and of the second convolution. */
export const CHANNELS: readonly [number, number, number] = [2, 3, 4];

/** Rows of numbers: a matrix. */
export type Matrix = readonly (readonly number[])[];

/** One of the two convolutions, with ReLU. `z[example][position][unit]` is its feature map. */
export interface ConvolutionFacts {
  /** `kernel[in][unit]`; a 1×1 kernel is a matrix. */
  readonly kernel: Matrix;
  readonly z: readonly Matrix[];
  /** ∂C/∂z of each example for its own label. */
  readonly gradient: readonly Matrix[];
  /** ∂(−log p(c|x))/∂z for each class c: `classGradients[c][example][position][unit]`. */
  readonly classGradients: readonly (readonly Matrix[])[];
  /** ∂(−log p(c|x))/∂kernel for each class c: `kernelGradients[c][example][in][unit]`. */
  readonly kernelGradients: readonly (readonly Matrix[])[];
}

/** A network of two 1×1 convolutions with ReLU, global average and a dense layer, worked out in double precision. */
export interface TwoConvolutions {
  readonly x: readonly Matrix[];
  readonly labels: readonly number[];
  /** p(c|x): `probabilities[example][c]`. */
  readonly probabilities: Matrix;
  readonly convolutions: readonly [ConvolutionFacts, ConvolutionFacts];
  readonly weights: TwoConvolutionsWeights;
}

export interface TwoConvolutionsWeights {
  readonly kernels: readonly [Matrix, Matrix];
  readonly biases: readonly [readonly number[], readonly number[]];
  /** `dense[in][class]` */
  readonly dense: Matrix;
}

/** The network and its examples from a fixed seed, forwards and backwards by plain loops. */
export function twoConvolutions(): TwoConvolutions {
  const random = createRandom('conformance/two-convolutions');
  const numbers = (length: number) => Array.from({length}, () => Math.fround(random.normal()));
  const matrix = (rows: number, columns: number) => Array.from({length: rows}, () => numbers(columns));
  const [input, first, second] = CHANNELS;
  const weights: TwoConvolutionsWeights = {
    kernels: [matrix(input, first), matrix(first, second)],
    biases: [numbers(first), numbers(second)],
    dense: matrix(second, CLASSES)
  };
  const x = Array.from({length: EXAMPLES}, () => matrix(POSITIONS, input));
  const labels = x.map((_, example) => example % CLASSES);
  const passes = x.map(example => forward(weights, example));
  const classes = Array.from({length: CLASSES}, (_, label) => passes.map(pass => backward(weights, pass, label)));
  const facts = (layer: 0 | 1): ConvolutionFacts => ({
    kernel: weights.kernels[layer],
    z: passes.map(pass => pass.maps[layer + 1]!),
    gradient: labels.map((label, example) => classes[label]![example]!.maps[layer]),
    classGradients: classes.map(examples => examples.map(({maps}) => maps[layer])),
    kernelGradients: classes.map(examples => examples.map(({kernels}) => kernels[layer]))
  });
  return {x, labels, probabilities: passes.map(({p}) => p), convolutions: [facts(0), facts(1)], weights};
}

interface Pass {
  /** Input, first and second feature map. */
  readonly maps: readonly [Matrix, Matrix, Matrix];
  readonly p: readonly number[];
}

function forward({kernels, biases, dense}: TwoConvolutionsWeights, x: Matrix): Pass {
  const convolve = (z: Matrix, layer: 0 | 1) =>
    multiply(z, kernels[layer]).map(row => row.map((value, unit) => Math.max(0, value + biases[layer][unit]!)));
  const first = convolve(x, 0);
  const second = convolve(first, 1);
  const means = second[0]!.map((_, unit) => second.reduce((sum, row) => sum + row[unit]! / POSITIONS, 0));
  const exponentials = multiply([means], dense)[0]!.map(Math.exp);
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return {maps: [x, first, second], p: exponentials.map(value => value / total)};
}

/** Gradients of −log p(label) by the two maps (behind ReLU) and the two kernels. */
function backward({kernels, dense}: TwoConvolutionsWeights, {maps, p}: Pass, label: number) {
  const byLogits = p.map((value, c) => value - Number(c === label));
  const byMeans = multiply([byLogits], transpose(dense))[0]!;
  const bySecond = maps[2].map(() => byMeans.map(value => value / POSITIONS));
  const inSecond = throughRelu(bySecond, maps[2]);
  const byFirst = multiply(inSecond, transpose(kernels[1]));
  const inFirst = throughRelu(byFirst, maps[1]);
  return {
    maps: [byFirst, bySecond] as const,
    kernels: [multiply(transpose(maps[0]), inFirst), multiply(transpose(maps[1]), inSecond)] as const
  };
}

function throughRelu(gradient: Matrix, z: Matrix): Matrix {
  return gradient.map((row, position) => row.map((value, unit) => (z[position]![unit]! > 0 ? value : 0)));
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map(row => b[0]!.map((_, column) => row.reduce((sum, value, i) => sum + value * b[i]![column]!, 0)));
}

function transpose(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, column) => matrix.map(row => row[column]!));
}
