import type {Engine} from '../engine.ts';
import {registerActivationGradients} from './activationGradients.ts';
import {registerBiasAdd} from './biasAdd.ts';
import type {BackendName} from './composeKernel.ts';
import {registerConv2dFilterGradient} from './conv2dFilterGradient.ts';
import {registerConvolution} from './convolution.ts';
import {registerConv3dGradients} from './conv3dGradients.ts';
import {registerConv3dTransposeGradient} from './conv3dTransposeGradient.ts';
import {registerDepthwiseGradients} from './depthwiseGradients.ts';
import {registerFused} from './fused.ts';
import {registerFusedBatchNorm} from './fusedBatchNorm.ts';
import {registerGru} from './gru.ts';
import {registerPoolGradients} from './poolGradients.ts';
import {registerResizeNearestGradient} from './resizeNearestGradient.ts';
import {registerTrainBatchNorm} from './trainBatchNorm.ts';
import {registerUnsortedSegmentSum} from './unsortedSegmentSum.ts';

/** Registers this package's kernels and gradients for the backend in use, convolutions too where it has them. */
export function registerKernels(backend: BackendName, {convolutions}: Pick<Engine, 'convolutions'> = {}): void {
  if (convolutions !== undefined) registerConvolution();
  registerBiasAdd(backend);
  registerFused(backend);
  registerFusedBatchNorm(backend);
  registerGru(backend);
  registerTrainBatchNorm(backend);
  registerActivationGradients(backend);
  registerConv3dTransposeGradient();
  if (backend === 'tensorflow') return;
  registerConv2dFilterGradient(backend);
  registerConv3dGradients(backend);
  registerPoolGradients(backend);
  if (backend === 'cpu') {
    registerResizeNearestGradient();
    return;
  }
  registerDepthwiseGradients();
  registerUnsortedSegmentSum();
}
