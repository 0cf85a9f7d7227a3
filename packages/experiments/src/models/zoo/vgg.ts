import type {LayerPlan} from '@espalier/core';
import {batchNorm, classifier, convolution, flatten, maxPool, relu} from './layerPlans.ts';

/** Filters of a 3 × 3 convolution, or `M` for 2 × 2 max-pooling. */
export type VggStep = number | 'M';

/**
 * A VGG-like chain: 3 × 3 convolutions with ReLU, max-pooling where the plan says `M`, then one dense layer to the
 * logits. Convolutions are named `conv1`, `conv2`, … in order.
 *
 * Source: Simonyan and Zisserman, ICLR 2015, arXiv:1409.1556, cut down to small images.
 */
export function vggLayers(steps: readonly VggStep[], classes: number, {normalized = false} = {}): LayerPlan[] {
  let convolutions = 0;
  let pools = 0;
  const body = steps.flatMap(step =>
    step === 'M' ? [maxPool(`pool${++pools}`)] : filtered(`conv${++convolutions}`, step, normalized)
  );
  return [...body, flatten(), classifier(classes)];
}

/** The plan of six convolutions in three blocks that double their width. */
export function sixConvolutions(width: number): readonly VggStep[] {
  return [1, 2, 4].flatMap((times): VggStep[] => [times * width, times * width, 'M']);
}

function filtered(name: string, filters: number, normalized: boolean): LayerPlan[] {
  if (!normalized) return [convolution(name, filters, 3)];
  return [
    convolution(name, filters, 3, {activation: 'linear', bias: false}),
    batchNorm(`${name}_bn`),
    relu(`${name}_relu`)
  ];
}
