import {registerActivationGradients} from './activationGradients.ts';
import {registerBiasAdd} from './biasAdd.ts';
import type {BackendName} from './composeKernel.ts';
import {registerConv2dFilterGradient} from './conv2dFilterGradient.ts';
import {registerDepthwiseGradients} from './depthwiseGradients.ts';
import {registerPoolGradients} from './poolGradients.ts';
import {registerUnsortedSegmentSum} from './unsortedSegmentSum.ts';

/** Registers this package's kernels and gradients for the backend in use. */
export function registerKernels(backend: BackendName): void {
  registerBiasAdd(backend);
  registerActivationGradients(backend);
  if (backend === 'tensorflow') return;
  registerConv2dFilterGradient(backend);
  registerPoolGradients(backend);
  if (backend === 'cpu') return;
  registerDepthwiseGradients();
  registerUnsortedSegmentSum();
}
