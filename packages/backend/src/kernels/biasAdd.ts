import {floatAttribute, nativeBackend} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {type BackendName, composeKernel, replaceGradient, runKernel} from './composeKernel.ts';

/**
 * Adds a bias to each channel. On native TensorFlow it and its gradient are one op each, which is measurably faster
 * than the broadcast addition and its sum.
 *
 * `x` is [batch, …, channels] of any rank ≥ 2, `bias` is [channels], both float32; the result has the shape of `x`.
 */
export function biasAdd<T extends tf.Tensor>(x: T, bias: tf.Tensor1D): T {
  const channels = x.shape[x.rank - 1];
  if (x.rank < 2 || bias.rank !== 1 || bias.size !== channels) {
    throw new Error(
      `Expected biasAdd to get x [batch, …, n] and bias [n], got [${x.shape.join()}] and [${bias.shape.join()}]`
    );
  }
  return runKernel('BiasAdd', {x, bias}) as T;
}

/** Registers the kernels of {@link biasAdd} for one backend. */
export function registerBiasAdd(backend: BackendName): void {
  if (backend === 'tensorflow') {
    const run = (op: string, ...inputs: tf.Tensor[]) =>
      nativeBackend().executeSingleOutput(op, [floatAttribute(), dataFormat()], inputs);
    composeKernel('BiasAdd', backend, ({inputs}) => run('BiasAdd', inputs.x!, inputs.bias!));
    composeKernel('BiasAddGrad', backend, ({inputs}) => run('BiasAddGrad', inputs.dy!));
  } else {
    composeKernel('BiasAdd', backend, ({inputs}) => tf.add(inputs.x!, inputs.bias!));
    composeKernel('BiasAddGrad', backend, ({inputs: {dy}}) => {
      const channels = dy!.shape[dy!.rank - 1]!;
      return dy!.reshape([-1, channels]).sum(0); // [channels]
    });
  }
  replaceGradient({
    kernelName: 'BiasAdd',
    // A clone, because the tape disposes of each gradient on its own.
    gradFunc: dy => ({x: () => (dy as tf.Tensor).clone(), bias: () => runKernel('BiasAddGrad', {dy: dy as tf.Tensor})})
  });
}

const dataFormat = () => ({name: 'data_format', type: nativeBackend().binding.TF_ATTR_STRING, value: 'NHWC'});
