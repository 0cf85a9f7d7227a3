import {availableParallelism} from 'node:os';
import {beforeAll, describe, expect, test} from 'vitest';
import {startJs} from './js/startJs.ts';
import {biasAdd} from './kernels/biasAdd.ts';
import {registerKernels} from './kernels/registerKernels.ts';
import {nativeStatus} from './native/nativeStatus.ts';
import {startNative} from './native/startNative.ts';
import {tf} from './tf.ts';
import {startWasm} from './wasm/startWasm.ts';

const engines = [
  {backend: 'tensorflow', start: () => startNative('cpu', availableParallelism()), here: nativeStatus().installed},
  {backend: 'wasm', start: startWasm, here: true},
  {backend: 'cpu', start: startJs, here: true}
] as const;

/** Values that are all different and neither tiny nor at a kink of an activation. */
const values = (shape: readonly number[], scale = 1): tf.Tensor =>
  tf.tensor(
    Array.from({length: tf.util.sizeFromShape([...shape])}, (_, i) => scale * (((i * 7919) % 101) / 50 - 1.013)),
    [...shape]
  );

/** Upstream derivatives, unlike {@link values}: a gradient along its own input nearly vanishes in normalization. */
const upstream = (shape: readonly number[]): tf.Tensor =>
  tf.tensor(
    Array.from({length: tf.util.sizeFromShape([...shape])}, (_, i) => ((i * i * 31 + 17) % 97) / 48 - 1.02),
    [...shape]
  );

type Fn = (...inputs: tf.Tensor[]) => tf.Tensor;

/** The derivative of Σ upstream · fn(inputs) by each element of one input, by central differences. */
function differences(fn: Fn, inputs: readonly tf.Tensor[], which: number, step: number): readonly number[] {
  const data = Array.from(inputs[which]!.dataSync());
  const lossAt = (at: number, by: number): number =>
    tf.tidy(() => {
      const moved = tf.tensor(
        data.map((value, i) => (i === at ? value + by : value)),
        inputs[which]!.shape
      );
      const out = fn(...inputs.map((input, i) => (i === which ? moved : input)));
      const weights = upstream(out.shape).dataSync();
      // Summed in double precision: the differences are small against the sum.
      return Array.from(out.dataSync()).reduce((sum, value, i) => sum + value * weights[i]!, 0);
    });
  return data.map((_, i) => (lossAt(i, step) - lossAt(i, -step)) / (2 * step));
}

interface Closeness {
  /** Large for what is linear, since it costs no accuracy there. */
  readonly step?: number;
  readonly tolerance?: number;
}

function expectGradients(fn: Fn, inputs: readonly tf.Tensor[], {step = 0.5, tolerance = 1e-3}: Closeness = {}): void {
  const weights = upstream(tf.tidy(() => fn(...inputs)).shape);
  const gradients = tf.grads(fn)([...inputs], weights);
  gradients.forEach((gradient, which) => {
    const wanted = differences(fn, inputs, which, step);
    const largest = Math.max(...wanted.map(Math.abs), 1e-3);
    gradient.dataSync().forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!) / largest, `input ${which}, element ${i}`).toBeLessThan(tolerance);
    });
  });
}

const asConv = (strides: 1 | 2, pad: 'same' | 'valid') => (x: tf.Tensor, w: tf.Tensor) =>
  tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad);
const asDepthwise = (strides: 1 | 2, pad: 'same' | 'valid') => (x: tf.Tensor, w: tf.Tensor) =>
  tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad);
const placements = [
  [1, 'same'],
  [1, 'valid'],
  [2, 'same'],
  [2, 'valid']
] as const;

const smooth = {step: 1e-2, tolerance: 2e-3};

describe.each(engines.filter(({here}) => here))('on $backend', ({backend, start}) => {
  beforeAll(async () => {
    tf.env().set('PROD', true);
    await start();
    registerKernels(backend);
    await tf.setBackend(backend);
  });

  test('the engine in use is the one under test', () => expect(tf.getBackend()).toBe(backend));

  test('conv2d of ones counts the inputs under the filter', () => {
    const out = tf.conv2d(tf.ones<tf.Rank.R4>([1, 3, 3, 2]), tf.ones<tf.Rank.R4>([3, 3, 2, 1]), 1, 'same');
    expect(Array.from(out.dataSync())).toEqual([8, 12, 8, 12, 18, 12, 8, 12, 8]);
  });

  test('the filter gradient of conv2d on ones counts the positions that each weight sees', () => {
    const [, filter] = tf.grads(asConv(1, 'same'))([tf.ones([1, 3, 3, 1]), tf.ones([3, 3, 1, 1])]);
    expect(Array.from(filter!.dataSync())).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
  });

  test.each(placements)('conv2d has right gradients with stride %i and %s padding', (strides, pad) => {
    expectGradients(asConv(strides, pad), [values([2, 5, 6, 2]), values([3, 2, 2, 3])]);
  });

  test('conv2d with a 1×1 filter has right gradients', () => {
    expectGradients(asConv(1, 'valid'), [values([2, 3, 3, 2]), values([1, 1, 2, 3])]);
  });

  test.each(placements)('depthwiseConv2d has right gradients with stride %i and %s padding', (strides, pad) => {
    expectGradients(asDepthwise(strides, pad), [values([2, 5, 5, 2]), values([3, 3, 2, 1])]);
  });

  test('depthwiseConv2d has right gradients with two outputs a channel', () => {
    expectGradients(asDepthwise(1, 'same'), [values([1, 4, 4, 2]), values([3, 3, 2, 2])]);
  });

  test.each([
    [[1, 1, 1], 'same'],
    [[1, 2, 1], 'valid'],
    [[2, 2, 2], 'same'],
    [[3, 1, 2], 'valid']
  ] as const)('conv3d with strides %j and %s padding adds up 2-D ones, and has right gradients', (strides, pad) => {
    const [x, w] = [values([2, 5, 4, 5, 2]) as tf.Tensor5D, values([2, 3, 2, 2, 3]) as tf.Tensor5D];
    const [depth, ...plane] = strides;
    const convolve: Fn = (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, [...strides], pad);
    const out = convolve(x, w);
    // A filter two deep pads one slice behind, if at all.
    const behind = tf.zeros([2, 1, 4, 5, 2]);
    const images = tf.unstack(tf.concat([x, behind], 1), 1) as tf.Tensor4D[];
    const part = (at: number, slice: number) =>
      tf.conv2d(images[at * depth + slice]!, tf.unstack(w)[slice] as tf.Tensor4D, plane, pad);
    const sums = Array.from({length: out.shape[1]!}, (_, at) => part(at, 0).add(part(at, 1)));
    expect(tf.max(tf.abs(tf.sub(out, tf.stack(sums, 1)))).dataSync()[0]).toBeLessThan(1e-5);
    expectGradients(convolve, [x, w]);
  });

  test.each([
    [1, 'same', [2, 3, 4, 3, 2]],
    [2, 'same', [2, 5, 4, 6, 2]],
    [[3, 1, 2], 'valid', [2, 8, 4, 6, 2]]
  ] as const)('conv3dTranspose with strides %j and %s padding is the transpose of conv3d', (strides, pad, shape) => {
    const step = strides as [number, number, number];
    const size = [...shape] as [number, number, number, number, number];
    const [x, w] = [values(size) as tf.Tensor5D, values([2, 3, 2, 2, 3]) as tf.Tensor5D];
    const there = tf.conv3d(x, w, step, pad);
    const y = upstream(there.shape) as tf.Tensor5D;
    const transpose: Fn = (y, w) => tf.conv3dTranspose(y as tf.Tensor5D, w as tf.Tensor5D, size, step, pad);
    // ⟨conv(x), y⟩ = ⟨x, transpose(y)⟩
    const [left, right] = [there.mul(y).sum().dataSync()[0]!, x.mul(transpose(y, w)).sum().dataSync()[0]!];
    expect(Math.abs(left - right)).toBeLessThan(1e-4 * Math.abs(left));
    expectGradients(transpose, [y, w]);
  });

  test.each(['resizeNearestNeighbor', 'resizeBilinear'] as const)('%s has right gradients', name => {
    for (const size of [
      [6, 9],
      [5, 4]
    ] as [number, number][])
      expectGradients(x => tf.image[name](x as tf.Tensor4D, size), [values([2, 3, 3, 2])]);
  });

  test('biasAdd adds to each channel', () => {
    const out = biasAdd(tf.ones([1, 1, 2, 2]), tf.tensor1d([10, 20]));
    expect(Array.from(out.dataSync())).toEqual([11, 21, 11, 21]);
  });

  test.each([[[4, 3]], [[2, 3, 3]], [[2, 2, 2, 3]]])('biasAdd has right gradients for maps of shape %j', shape => {
    expectGradients((x, bias) => biasAdd(x, bias as tf.Tensor1D), [values(shape), values([3])]);
  });

  test('biasAdd names the shapes that do not fit', () => {
    expect(() => biasAdd(tf.ones([2, 3]), tf.ones([2]))).toThrow(
      'Expected biasAdd to get x [batch, …, n] and bias [n], got [2,3] and [2]'
    );
  });

  test('a tensor used by biasAdd and something else gets both gradients', () => {
    expectGradients((x, bias) => biasAdd(x, bias as tf.Tensor1D).add(x), [values([2, 3]), values([3])]);
  });

  test('relu and relu6 pass gradients strictly between their kinks only', () => {
    const x = tf.tensor1d([-1, 0, 0.5, 6, 7]);
    expect(
      Array.from(
        tf
          .grad(x => tf.relu(x))(x)
          .dataSync()
      )
    ).toEqual([0, 0, 1, 1, 1]);
    expect(
      Array.from(
        tf
          .grad(x => tf.relu6(x))(x)
          .dataSync()
      )
    ).toEqual([0, 0, 1, 0, 0]);
  });

  test.each(['relu', 'relu6', 'elu', 'tanh', 'sigmoid', 'softplus', 'leakyRelu', 'selu'] as const)(
    '%s has the right gradient',
    name => expectGradients(x => tf[name](x), [values([2, 3, 4], 3)], {...smooth, tolerance: 5e-3})
  );

  test('maxPool sends the gradient to the first of equal maxima', () => {
    const dx = tf.grad(x => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(tf.zeros([1, 2, 4, 1]));
    expect(Array.from(dx.dataSync())).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
  });

  test.each([
    [2, 2, 'valid'],
    [3, 2, 'same'],
    [3, 1, 'same']
  ] as const)('pooling %i wide with stride %i and %s padding has right gradients', (size, stride, pad) => {
    const x = values([2, 4, 5, 2]);
    expectGradients(x => tf.maxPool(x as tf.Tensor4D, size, stride, pad), [x], {step: 1e-3, tolerance: 5e-3});
    expectGradients(x => tf.avgPool(x as tf.Tensor4D, size, stride, pad), [x]);
  });

  test('global pooling has right gradients', () => {
    expectGradients(x => tf.mean(x, [1, 2]), [values([2, 3, 3, 2])]);
    expectGradients(x => tf.max(x, [1, 2]), [values([2, 3, 3, 2])], {step: 1e-3, tolerance: 5e-3});
  });

  test('batch normalization by the moments of the batch has right gradients', () => {
    const normalize: Fn = (x, gamma, beta) => {
      const {mean, variance} = tf.moments(x, [0, 1, 2]);
      return x.sub(mean).mul(variance.add(1e-3).rsqrt()).mul(gamma).add(beta);
    };
    expectGradients(normalize, [values([2, 3, 3, 2]), values([2]), values([2])], {step: 2e-3, tolerance: 2e-3});
  });

  test('batchNorm with given moments has right gradients', () => {
    const shift = tf.tensor1d([0.1, 0.2]);
    const scale = tf.tensor1d([1.5, 0.5]);
    expectGradients(
      (x, gamma, beta) => tf.batchNorm(x, shift, scale, beta, gamma, 1e-3),
      [values([2, 3, 3, 2]), values([2]), values([2])]
    );
  });

  test('dense and softmax cross-entropy have right gradients', () => {
    const labels = tf.oneHot(tf.tensor1d([0, 2, 1, 2], 'int32'), 3).toFloat();
    const loss: Fn = (x, w) => tf.losses.softmaxCrossEntropy(labels, tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D));
    expectGradients(loss, [values([4, 5]), values([5, 3])], smooth);
    expectGradients(x => tf.logSoftmax(x), [values([4, 3])], smooth);
  });

  test('gather has the right gradient, repeated and missing indices included', () => {
    const indices = tf.tensor1d([2, 0, 2], 'int32');
    expectGradients(x => tf.gather(x, indices), [values([4, 2])]);
    expectGradients(x => tf.gather(x, indices, 3), [values([2, 2, 2, 4])]);
  });

  test('dropout with a seed drops the same elements in value and gradient', () => {
    const x = tf.ones([64]);
    const kept = tf.dropout(x, 0.5, undefined, 'seed').dataSync();
    const gradient = tf
      .grad(x => tf.dropout(x, 0.5, undefined, 'seed'))(x)
      .dataSync();
    expect(new Set(kept)).toEqual(new Set([0, 2]));
    expect(Array.from(gradient)).toEqual(Array.from(kept));
  });

  test('the ops that scoring needs give the values worked by hand', () => {
    const x = tf.tensor2d([3, 1, 2, 9, 4, 16], [2, 3]);
    const list = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
    expect(list(tf.topk(x, 2).indices)).toEqual([0, 2, 2, 0]);
    expect(list(x.argMax(1))).toEqual([0, 2]);
    expect(list(x.sqrt().slice([1, 0], [1, 3]))).toEqual([3, 2, 4]);
    expect(list(x.pow(2).sum(1))).toEqual([14, 353]);
    expect(list(x.cumsum(1))).toEqual([3, 4, 6, 9, 13, 29]);
    expect(list(x.stridedSlice([0, 0], [2, 3], [1, 2]))).toEqual([3, 2, 9, 16]);
    expect(list(tf.where(x.greater(3), x, tf.zerosLike(x)))).toEqual([0, 0, 0, 9, 4, 16]);
    const segments = tf.tensor1d([1, 1], 'int32');
    expect(list(tf.unsortedSegmentSum(x, segments, 3))).toEqual([0, 0, 0, 12, 5, 18, 0, 0, 0]);
    expect(list(tf.moments(x, 0).variance)).toEqual([9, 2.25, 49]);
  });

  test('training steps leave the memory count as it was', () => {
    const step = (): void =>
      tf.tidy(() => {
        const convolve: Fn = (x, w, bias) => tf.relu(biasAdd(asConv(1, 'same')(x, w), bias as tf.Tensor1D));
        const pool: Fn = (...inputs) => tf.maxPool(convolve(...inputs) as tf.Tensor4D, 2, 2, 'valid');
        tf.grads(pool)([values([2, 4, 4, 2]), values([3, 3, 2, 3]), values([3])]);
        tf.grads(asDepthwise(2, 'same'))([values([2, 4, 4, 2]), values([3, 3, 2, 1])]);
        tf.grads(x => tf.gather(x, tf.tensor1d([0], 'int32')))([values([2, 2])]);
      });
    step();
    const {numTensors, numDataBuffers} = tf.memory();
    for (let i = 0; i < 5; i++) step();
    expect(tf.memory()).toMatchObject({numTensors, numDataBuffers});
  });
});

// A machine without the engine says so by name among what was skipped.
if (!nativeStatus().installed) test.todo('native TensorFlow is not installed here: its kernels were not tested');
