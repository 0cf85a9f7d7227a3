import {floatAttribute, nativeBackend} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import {type BackendName, composeKernel, replaceGradient, runKernel} from './composeKernel.ts';

/** The gradient of an activation by its output `y`, as one TensorFlow op and composed for the other engines. */
interface ActivationGradient {
  readonly kernel: string;
  readonly op: string;
  /** Order of the op's arguments. */
  readonly order: readonly ['dy', 'y'] | readonly ['y', 'dy'];
  readonly composed: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor;
}

// TensorFlow.js's own gradient of relu makes seven passes over the tensor, because its step is composed as well.
const gradients: readonly ActivationGradient[] = [
  {kernel: 'Relu', op: 'ReluGrad', order: ['dy', 'y'], composed: (dy, y) => dy.mul(y.step())},
  {
    kernel: 'Relu6',
    op: 'Relu6Grad',
    order: ['dy', 'y'],
    composed: (dy, y) => dy.mul(y.greater(0).logicalAnd(y.less(6)).toFloat())
  },
  {kernel: 'Elu', op: 'EluGrad', order: ['dy', 'y'], composed: (dy, y) => tf.where(y.greater(0), dy, dy.mul(y.add(1)))},
  {kernel: 'Tanh', op: 'TanhGrad', order: ['y', 'dy'], composed: (dy, y) => dy.mul(tf.sub(1, y.square()))},
  {kernel: 'Sigmoid', op: 'SigmoidGrad', order: ['y', 'dy'], composed: (dy, y) => dy.mul(y).mul(tf.sub(1, y))}
];

/** Registers gradients of the usual activations that read and write each tensor once. */
export function registerActivationGradients(backend: BackendName): void {
  for (const {kernel, op, order, composed} of gradients) {
    // Under a name of our own: TensorFlow.js has an EluGrad with other conventions.
    const name = `Espalier${op}`;
    composeKernel(name, backend, ({inputs}) =>
      backend === 'tensorflow'
        ? nativeBackend().executeSingleOutput(
            op,
            [floatAttribute()],
            order.map(key => inputs[key]!)
          )
        : composed(inputs.dy!, inputs.y!)
    );
    replaceGradient({
      kernelName: kernel,
      outputsToSave: [true],
      gradFunc: (dy, saved) => ({x: () => runKernel(name, {dy: dy as tf.Tensor, y: saved[0]!})})
    });
  }
}
