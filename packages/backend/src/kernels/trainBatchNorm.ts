import {floatAttribute, nativeBackend, type OpAttribute} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {type BackendName, replaceGradient} from './composeKernel.ts';
import {fusedBatchNorm, fusesBatchNorm} from './fusedBatchNorm.ts';

export interface BatchNormInput {
  /** [batch, …, channels] */
  readonly x: tf.Tensor;
  /** [channels] */
  readonly gamma: tf.Tensor1D;
  /** [channels] */
  readonly beta: tf.Tensor1D;
  /** Before the update: [channels]. */
  readonly movingMean: tf.Tensor1D;
  readonly movingVariance: tf.Tensor1D;
  readonly epsilon: number;
  /** Share of the moving statistics that stays. */
  readonly momentum: number;
  readonly tail?: BatchNormTail;
}

/** What follows at once: ReLU, before it perhaps the addition of another map. */
export interface BatchNormTail {
  /** In the shape of x. */
  readonly added?: tf.Tensor;
}

export interface BatchNormOutput {
  /** (x − mean) / √(variance + ε) · γ + β in the shape of x, behind the tail where there is one. */
  readonly y: tf.Tensor;
  /** Behind the update, by the batch's mean and population variance: [channels]. No gradient flows through these two. */
  readonly movingMean: tf.Tensor1D;
  readonly movingVariance: tf.Tensor1D;
}

let isNative = false;

/**
 * Batch normalisation by the batch's own statistics, with the step of the moving ones. One op on a native CPU, as its
 * gradient is; on a GPU normalisation alone is one; elsewhere all is composed.
 */
export function trainBatchNorm(input: BatchNormInput): BatchNormOutput {
  if (fusesBatchNorm()) return fusedBatchNorm(input);
  const {movingMean, movingVariance, momentum, tail} = input;
  const {y, mean, variance} = isNative ? normalized(input) : composed(input);
  const follow = (before: tf.Tensor1D, now: tf.Tensor) =>
    tf.add<tf.Tensor1D>(tf.mul(before, momentum), tf.mul(now, 1 - momentum));
  return {
    y: tail ? tf.relu(tail.added ? tf.add(y, tail.added) : y) : y,
    movingMean: follow(movingMean, mean),
    movingVariance: follow(movingVariance, variance)
  };
}

type Normal = Pick<BatchNormInput, 'x' | 'gamma' | 'beta' | 'epsilon'>;

/** The normalised map and the statistics of the batch, which it was made by: [channels]. */
interface Normalized {
  readonly y: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

function normalized({x, gamma, beta, epsilon}: Normal): Normalized {
  const channels = x.shape.at(-1)!;
  const x4 = x.rank === 4 ? x : tf.reshape(x, [-1, 1, 1, channels]);
  const outputs = tf.engine().runKernel<tf.Tensor[]>(KERNEL, {x: x4, gamma, beta}, {epsilon});
  const [y, mean, variance] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  return {y: x.rank === 4 ? y : tf.reshape(y, x.shape), mean, variance};
}

/** The same from single ops, on engines without such a kernel. */
function composed({x, gamma, beta, epsilon}: Normal): Normalized {
  const axes = [...x.shape.keys()].slice(0, -1);
  const {mean, variance} = tf.moments(x, axes);
  const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return {y: tf.add(tf.mul(normal, gamma), beta), mean, variance};
}

const KERNEL = 'EspalierTrainBatchNorm';

/** Registers TensorFlow's own kernel where there is one. */
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
