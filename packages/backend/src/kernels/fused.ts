import {nativeBackend} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {biasAdd} from './biasAdd.ts';
import {type BackendName, composeKernel, replaceGradient, runKernel} from './composeKernel.ts';

/**
 * Ops that read and write each tensor once, by the kernels in `native/fusedKernels.cc`; where these are not loaded, the
 * same from TensorFlow.js' own ops. Sums may differ in their last bits between the two, everything else is equal.
 */
let areFused = false;

/** Whether the fused kernels are in use. */
export const fusesKernels = (): boolean => areFused;

/** relu(x + bias). `x` is [batch, …, channels], `bias` [channels]; the result has the shape of `x`. */
export function biasRelu<T extends tf.Tensor>(x: T, bias: tf.Tensor1D): T {
  return areFused ? (runKernel(BIAS_RELU, {x, bias}) as T) : tf.relu(biasAdd(x, bias));
}

/** relu(max-pooling of `x` by 2 × 2 windows side by side, + bias): [b, h, w, c] → [b, ⌊h/2⌋, ⌊w/2⌋, c]. */
export function maxPoolBiasRelu(x: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  if (areFused) return runKernel(POOL_BIAS_RELU, {x, bias}) as tf.Tensor4D;
  return tf.relu(biasAdd(tf.maxPool(x, 2, 2, 'valid'), bias));
}

/** Max-pooling by 2 × 2 windows side by side: [b, h, w, c] → [b, ⌊h/2⌋, ⌊w/2⌋, c]. */
export function maxPoolByTwo(x: tf.Tensor4D): tf.Tensor4D {
  return areFused ? (runKernel(POOL_BY_TWO, {x}) as tf.Tensor4D) : tf.maxPool(x, 2, 2, 'valid');
}

/** Σ over positions of a · b: [batch, …, channels] twice → [batch, channels]. Has no gradient. */
export function dotPositions(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  if (areFused && a.rank > 1) return runNative('EspalierDotPositions', [a, b])[0] as tf.Tensor2D;
  const axes = [...a.shape.keys()].slice(1, -1);
  return tf.tidy(() => {
    const product = tf.mul(a, b);
    return axes.length === 0 ? (product as tf.Tensor2D) : tf.sum<tf.Tensor2D>(product, axes);
  });
}

/** Mean over positions: [batch, …, channels] → [batch, channels]. Has no gradient. */
export function meanOverPositions(z: tf.Tensor): tf.Tensor2D {
  if (areFused && z.rank > 1) return runNative('EspalierMapMean', [z])[0] as tf.Tensor2D;
  return tf.tidy(() => averaged(z));
}

/** Mean and population variance over positions, without loss of digits: [batch, channels] each. Has no gradient. */
export function momentsOverPositions(z: tf.Tensor): {readonly mean: tf.Tensor2D; readonly variance: tf.Tensor2D} {
  if (areFused && z.rank > 1) {
    const [mean, variance] = runNative('EspalierMapMoments', [z], 2) as [tf.Tensor2D, tf.Tensor2D];
    return {mean, variance};
  }
  return tf.tidy(() => {
    const mean = averaged(z);
    const [batch, channels] = mean.shape;
    const apart = tf.sub(tf.reshape(z, [batch, -1, channels]), tf.expandDims(mean, 1));
    return {mean, variance: averaged(tf.square(apart))};
  });
}

/** Share of positions above 0: [batch, …, channels] → [batch, channels]. Has no gradient. */
export function positiveShare(z: tf.Tensor): tf.Tensor2D {
  if (areFused && z.rank > 1) return runNative('EspalierMapPositive', [z])[0] as tf.Tensor2D;
  return tf.tidy(() => averaged(tf.cast(tf.greater(z, 0), 'float32')));
}

function averaged(z: tf.Tensor): tf.Tensor2D {
  return tf.mean(tf.reshape(z, [z.shape[0], -1, z.shape.at(-1)!]), 1);
}

/** The positions `kept` (ascending) along an axis of each of several tensors of one shape; the caller disposes them. */
export function keepAlong(tensors: readonly tf.Tensor[], kept: readonly number[], axis: number): tf.Tensor[] {
  const plan = tf.tensor1d(Int32Array.from(areFused ? [axis, ...kept] : kept), 'int32');
  const cut = tensors.map(tensor =>
    areFused ? runNative('EspalierKeep', [tensor, plan])[0]! : tf.gather(tensor, plan, axis)
  );
  plan.dispose();
  return cut;
}

export interface MomentumStep {
  readonly weight: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly velocity: tf.Tensor;
}

/** A weight and its velocity behind a step, each in the shape of the weight. */
export type Stepped = readonly [after: tf.Tensor, velocity: tf.Tensor];

/**
 * v' = momentum · v + (g + decay · w) and w' = w − lr · v' for each weight, as [w', v']; the caller disposes both.
 * `rates` holds learning rate, momentum and weight decay: [3].
 */
export function momentumSteps(steps: readonly MomentumStep[], rates: tf.Tensor1D): Stepped[] {
  if (steps.length === 0) return [];
  if (areFused) {
    const inputs = [
      ...steps.map(one => one.weight),
      ...steps.map(one => one.gradient),
      ...steps.map(one => one.velocity)
    ];
    const {TF_ATTR_INT: type} = nativeBackend().binding;
    const count = {name: 'count', type, value: steps.length};
    const made = nativeBackend().executeMultipleOutputs(MOMENTUM, [count], [...inputs, rates], 2 * steps.length);
    return steps.map((_, i) => [made[i]!, made[steps.length + i]!]);
  }
  return steps.map(step => tf.tidy(() => composedStep(step, rates)));
}

function composedStep({weight, gradient, velocity}: MomentumStep, rates: tf.Tensor1D): [tf.Tensor, tf.Tensor] {
  const [lr, momentum, decay] = tf.unstack(rates) as [tf.Tensor, tf.Tensor, tf.Tensor];
  // Straight to the kernels: there are five calls for every weight, and the checks of `tf.mul` cost more than a bias.
  const decayed = binary('Add', gradient, binary('Multiply', weight, decay));
  const after = binary('Add', binary('Multiply', velocity, momentum), decayed);
  return [binary('Sub', weight, binary('Multiply', after, lr)), after];
}

function binary(name: 'Add' | 'Multiply' | 'Sub', a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(name, {a, b});
}

const BIAS_RELU = 'EspalierBiasRelu';
const POOL_BIAS_RELU = 'EspalierPoolBiasRelu';
const MOMENTUM = 'EspalierMomentum';
const POOL_BY_TWO = 'EspalierPoolByTwo';

function runNative(op: string, inputs: readonly tf.Tensor[], outputs = 1): tf.Tensor[] {
  return nativeBackend().executeMultipleOutputs(op, [], inputs, outputs);
}

/** Takes the fused kernels into use; on a GPU, for which there are none, and on other engines they are left alone. */
export function registerFused(backend: BackendName): void {
  areFused = backend === 'tensorflow' && !nativeBackend().isUsingGpuDevice;
  if (!areFused) return;
  for (const name of [BIAS_RELU, POOL_BIAS_RELU]) {
    composeKernel(name, backend, ({inputs}) => runNative(name, [inputs.x!, inputs.bias!])[0]!);
  }
  composeKernel(POOL_BY_TWO, backend, ({inputs}) => runNative(POOL_BY_TWO, [inputs.x!])[0]!);
  replaceGradient({
    kernelName: POOL_BY_TWO,
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({x: () => runNative(`${POOL_BY_TWO}Grad`, [dy as tf.Tensor, x!])[0]!})
  });
  replaceGradient({
    kernelName: BIAS_RELU,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => byXAndBias(() => runNative(`${BIAS_RELU}Grad`, [dy as tf.Tensor, y!], 2))
  });
  replaceGradient({
    kernelName: POOL_BIAS_RELU,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y]) => byXAndBias(() => runNative(`${POOL_BIAS_RELU}Grad`, [dy as tf.Tensor, y!, x!], 2))
  });
}

/** One op makes both derivatives, whichever is asked for first. */
function byXAndBias(run: () => tf.Tensor[]) {
  let both: tf.Tensor[] | undefined;
  return {x: () => (both ??= run())[0]!, bias: () => (both ??= run())[1]!};
}
