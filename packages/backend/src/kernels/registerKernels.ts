import {registerActivationGradients} from './activationGradients.ts';
import {registerBiasAdd} from './biasAdd.ts';
import type {BackendName} from './composeKernel.ts';
import {registerConv2dFilterGradient} from './conv2dFilterGradient.ts';
import {registerDepthwiseGradients} from './depthwiseGradients.ts';
import {registerUnsortedSegmentSum} from './unsortedSegmentSum.ts';

/** Registers this package's kernels and gradients for the backend in use. */
export function registerKernels(backend: BackendName): void {
  registerBiasAdd(backend);
  registerActivationGradients(backend);
  if (backend !== 'tensorflow') registerConv2dFilterGradient(backend);
  if (backend !== 'wasm') return;
  registerDepthwiseGradients();
  registerUnsortedSegmentSum();
}
