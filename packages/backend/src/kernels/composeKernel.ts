import {tf} from '../tf.ts';

/** What a kernel is given: its inputs by name, and its attributes as TensorFlow.js's op passes them. */
export interface KernelCall {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Backends by the names under which TensorFlow.js registers them. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

/**
 * Registers a kernel that is made of other ops, in place of one the backend may have.
 *
 * Ops within a kernel are not recorded for gradients, so the kernel's own gradient is the only one.
 */
export function composeKernel(kernelName: string, backendName: BackendName, compute: (call: KernelCall) => tf.Tensor) {
  // Declared as always there, which it is not.
  if (tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined)
    tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({inputs, attrs}) =>
      tf.tidy(() => compute({inputs: inputs as Record<string, tf.Tensor>, attributes: attrs ?? {}}))
  });
}

/** Runs a kernel that was registered by this package; the result belongs to the caller's scope. */
export const runKernel = (name: string, inputs: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
  tf.engine().runKernel(name, {...inputs});

/** Replaces the gradient of a kernel, for all backends at once: TensorFlow.js keeps one a kernel. */
export function replaceGradient(config: tf.GradConfig): void {
  if (tf.getGradient(config.kernelName) as tf.GradConfig | undefined) tf.unregisterGradient(config.kernelName);
  tf.registerGradient(config);
}
