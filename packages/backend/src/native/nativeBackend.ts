import {createRequire} from 'node:module';
import {tf} from '../tf.ts';

/** An attribute of a TensorFlow op, as the addon takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What this package uses of TensorFlow.js's native backend. */
export interface NativeBackend extends tf.KernelBackend {
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_FLOAT: number;
  };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number
  ): tf.Tensor[];
}

/** The native backend, once it has been loaded. */
export const nativeBackend = (): NativeBackend => tf.engine().findBackend('tensorflow') as NativeBackend;

/** The attribute that tells an op the type of its tensors; float32 everywhere in this package. */
export const floatAttribute = (): OpAttribute => (float ??= makeFloatAttribute());

let float: OpAttribute | undefined;

function makeFloatAttribute(): OpAttribute {
  // Required late: the module loads native code.
  const module = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js') as {
    createTensorsTypeOpAttr(name: string, dtype: string): OpAttribute;
  };
  return module.createTensorsTypeOpAttr('T', 'float32');
}
