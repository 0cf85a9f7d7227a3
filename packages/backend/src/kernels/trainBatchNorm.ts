import {floatAttribute, nativeBackend, type OpAttribute} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {type BackendName, replaceGradient} from './composeKernel.ts';

export interface BatchNormInput {
  /** [batch, …, channels] */
  readonly x: tf.Tensor;
  /** [channels] */
  readonly gamma: tf.Tensor1D;
  /** [channels] */
  readonly beta: tf.Tensor1D;
  readonly epsilon: number;
}

export interface BatchNormOutput {
  /** (x − mean) / √(variance + ε) · γ + β, in the shape of x. */
  readonly y: tf.Tensor;
  /** Over all but the channels: [channels]. No gradient flows through these two. */
  readonly mean: tf.Tensor1D;
  /** Population form. */
  readonly variance: tf.Tensor1D;
}

let isNative = false;

/**
 * Batch normalisation by the batch's own statistics. On native TensorFlow it and its gradient are one op each; elsewhere
 * they are composed.
 */
export function trainBatchNorm({x, gamma, beta, epsilon}: BatchNormInput): BatchNormOutput {
  if (!isNative) return composed({x, gamma, beta, epsilon});
  const channels = x.shape.at(-1)!;
  const x4 = x.rank === 4 ? x : tf.reshape(x, [-1, 1, 1, channels]);
  const inputs = {x: x4, gamma, beta};
  const [y, mean, variance] = tf.engine().runKernel<tf.Tensor[]>(KERNEL, inputs, {epsilon}) as [
    tf.Tensor,
    tf.Tensor1D,
    tf.Tensor1D
  ];
  return {y: x.rank === 4 ? y : tf.reshape(y, x.shape), mean, variance};
}

function composed({x, gamma, beta, epsilon}: BatchNormInput): BatchNormOutput {
  const axes = [...x.shape.keys()].slice(0, -1);
  const {mean, variance} = tf.moments(x, axes) as {mean: tf.Tensor1D; variance: tf.Tensor1D};
  const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return {y: tf.add(tf.mul(normal, gamma), beta), mean, variance};
}

const KERNEL = 'EspalierTrainBatchNorm';

/** Registers the kernel of {@link trainBatchNorm} where TensorFlow has one. */
export function registerTrainBatchNorm(backend: BackendName): void {
  isNative = backend === 'tensorflow';
  if (!isNative || (tf.getKernel(KERNEL, backend) as tf.KernelConfig | undefined)) return;
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: backend,
    kernelFunc: ({inputs, attrs}) => {
      const {x, gamma, beta} = inputs as Record<'x' | 'gamma' | 'beta', tf.Tensor>;
      return tf.tidy(() => {
        const empty = tf.tensor1d([]);
        const attributes = [...shared(attrs!['epsilon'] as number), average()];
        const [y, , , ...saved] = run('FusedBatchNormV3', attributes, [x, gamma, beta, empty, empty], 6);
        // The saved statistics are those of the batch; the others are corrected for a sample.
        return [y!, ...saved];
      });
    }
  });
  replaceGradient({
    kernelName: KERNEL,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [false, true, true, true],
    gradFunc: (dys, saved, attrs) => {
      const [x, gamma, ...statistics] = saved as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      let made: tf.Tensor[] | undefined;
      const all = () =>
        (made ??= run(
          'FusedBatchNormGradV3',
          shared(attrs['epsilon'] as number),
          [(dys as unknown as tf.Tensor[])[0]!, x, gamma, ...statistics],
          5
        ));
      return {x: () => all()[0]!, gamma: () => all()[1]!, beta: () => all()[2]!};
    }
  });
}

function run(op: string, attributes: readonly OpAttribute[], inputs: readonly tf.Tensor[], outputs: number) {
  return nativeBackend().executeMultipleOutputs(op, attributes, inputs, outputs);
}

function shared(epsilon: number): OpAttribute[] {
  const {binding} = nativeBackend();
  return [
    floatAttribute(),
    {name: 'U', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT},
    {name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon},
    {name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC'},
    {name: 'is_training', type: binding.TF_ATTR_BOOL, value: true}
  ];
}

const average = (): OpAttribute => ({
  name: 'exponential_avg_factor',
  type: nativeBackend().binding.TF_ATTR_FLOAT,
  value: 1
});
