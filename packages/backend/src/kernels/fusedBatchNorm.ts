import {type NativeBackend, nativeBackend, type OpAttribute} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {type BackendName, replaceGradient} from './composeKernel.ts';
import type {BatchNormInput, BatchNormOutput} from './trainBatchNorm.ts';

/** Op for each tail of {@link BatchNormInput}; its gradient has the same name and `Grad`. */
const PLAIN = 'EspalierBatchNorm';
const RELU = 'EspalierBatchNormRelu';
const ADD_RELU = 'EspalierBatchNormAddRelu';

let areFused = false;

/** Whether {@link fusedBatchNorm} can run. */
export const fusesBatchNorm = (): boolean => areFused;

/** Normalisation, what follows it and the moving statistics in one op of `native/batchNorm.cc`. */
export function fusedBatchNorm(input: BatchNormInput): BatchNormOutput {
  const {x, gamma, beta, movingMean, movingVariance, epsilon, momentum, tail} = input;
  const name = tail ? (tail.added ? ADD_RELU : RELU) : PLAIN;
  const inputs: tf.NamedTensorMap = {x, gamma, beta, movingMean, movingVariance};
  if (tail?.added) inputs['added'] = tail.added;
  const outputs = tf.engine().runKernel<tf.Tensor[]>(name, inputs, {epsilon, momentum});
  const [y, , mean, variance] = outputs as [tf.Tensor, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
  return {y, movingMean: mean, movingVariance: variance};
}

/** Takes the kernels into use; they exist on the CPU only. */
export function registerFusedBatchNorm(backend: BackendName): void {
  areFused = backend === 'tensorflow' && !nativeBackend().isUsingGpuDevice;
  if (!areFused) return;
  register(PLAIN, []);
  register(RELU, []);
  register(ADD_RELU, ['added']);
}

/** Outputs are y, the statistics that the gradient needs, and the moving mean and variance behind the update. */
function register(name: string, more: readonly string[]): void {
  const native = nativeBackend();
  const names = ['x', 'gamma', 'beta', 'movingMean', 'movingVariance', ...more];
  if (tf.getKernel(name, 'tensorflow') as tf.KernelConfig | undefined) tf.unregisterKernel(name, 'tensorflow');
  tf.registerKernel({
    kernelName: name,
    backendName: 'tensorflow',
    kernelFunc: ({inputs, attrs}) =>
      native.executeMultipleOutputs(
        name,
        settings(native, attrs as unknown as Settings),
        names.map(key => inputs[key]!),
        4
      )
  });
  const hasTail = name !== PLAIN;
  replaceGradient({
    kernelName: name,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [hasTail, true, false, false],
    gradFunc: (dys, saved) => {
      const [dy] = dys as unknown as [tf.Tensor];
      const [x, gamma, ...rest] = saved as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      // Saved are [y, statistics], or statistics alone: y comes last for the op.
      const inputs = [dy, x, gamma, ...rest.reverse()];
      let made: tf.Tensor[] | undefined;
      const all = () => (made ??= native.executeMultipleOutputs(`${name}Grad`, [], inputs, 3 + more.length));
      const byName = ['x', 'gamma', 'beta', ...more];
      return Object.fromEntries(byName.map((key, i) => [key, () => all()[i]!]));
    }
  });
}

interface Settings {
  readonly epsilon: number;
  readonly momentum: number;
}

function settings({binding}: NativeBackend, {epsilon, momentum}: Settings): OpAttribute[] {
  return [
    {name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon},
    {name: 'momentum', type: binding.TF_ATTR_FLOAT, value: momentum}
  ];
}
