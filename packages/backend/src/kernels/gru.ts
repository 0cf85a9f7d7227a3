import {nativeBackend} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {type BackendName, replaceGradient} from './composeKernel.ts';

const GRU = 'EspalierGru';

let areFused = false;

/** Whether {@link gruStates} can run. */
export const fusesGru = (): boolean => areFused;

/**
 * The states of a GRU that starts at 0, by one op of `native/gru.cc`: [batch, steps, units]. Gates are sigmoids, the
 * candidate is a tanh; the reset gate is applied in front of the recurrent kernel (Cho et al. 2014, arXiv:1406.1078).
 *
 * @param x - Inputs times their kernel, plus bias: [batch, steps, 3 · units], columns z, r, candidate.
 * @param kernel - The recurrent one: [units, 3 · units], in the same order.
 */
export function gruStates(x: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  return tf.engine().runKernel<tf.Tensor[]>(GRU, {x, kernel})[0] as tf.Tensor3D;
}

/** Takes the kernels into use; they exist on the CPU only. */
export function registerGru(backend: BackendName): void {
  areFused = backend === 'tensorflow' && !nativeBackend().isUsingGpuDevice;
  if (!areFused) return;
  if (tf.getKernel(GRU, backend) as tf.KernelConfig | undefined) tf.unregisterKernel(GRU, backend);
  tf.registerKernel({
    kernelName: GRU,
    backendName: backend,
    kernelFunc: ({inputs}) => nativeBackend().executeMultipleOutputs(GRU, [], [inputs['x']!, inputs['kernel']!], 2)
  });
  replaceGradient({
    kernelName: GRU,
    inputsToSave: ['kernel'],
    outputsToSave: [true, true],
    gradFunc: (dys, saved) => {
      const [dStates] = dys as unknown as [tf.Tensor];
      const [kernel, states, gates] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      let both: tf.Tensor[] | undefined;
      const run = () =>
        (both ??= nativeBackend().executeMultipleOutputs(`${GRU}Grad`, [], [dStates, states, gates, kernel], 2));
      return {x: () => run()[0]!, kernel: () => run()[1]!};
    }
  });
}
