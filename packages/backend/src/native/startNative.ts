import type {Engine} from '../engine.ts';
import {EngineError} from '../engineError.ts';
import {installRemedy} from '../fallbackNotice.ts';
import {loadNative} from './loadNative.ts';
import type {Variant} from './nativeBuild.ts';
import {nativeStatus} from './nativeStatus.ts';
import {oneDnnUse} from './oneDnnUse.ts';

/** Loads the installed native engine. Throws an {@link EngineError} whose `cause` is the bare reason when it cannot. */
export function startNative(variant: Variant, threads: number): Engine {
  const {installed, folder, supported, reason} = nativeStatus(variant);
  if (!installed || !folder) {
    const remedy = supported ? ` ${installRemedy}` : '';
    throw new EngineError(`Expected native TensorFlow (${variant}) to be installed, but ${reason}.${remedy}`, {
      cause: reason
    });
  }
  const backend = loadNative({folder, threads});
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu';
  return {name: 'tensorflow', device, version: backend.binding.TF_Version, threads, ...oneDnnUse(variant, device)};
}

/** Starts the CUDA build and insists on a GPU; without one TensorFlow would run on the CPU and not say so. */
export function startGpu(threads: number): Engine {
  const engine = startNative('gpu', threads);
  if (engine.device === 'gpu') return engine;
  throw new EngineError('Expected TensorFlow to find an NVIDIA GPU, got none. Check the driver with nvidia-smi');
}
