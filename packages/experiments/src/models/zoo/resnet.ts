import type {LayerPlan} from '@espalier/core';
import {batchNorm, convolution, joined, relu, zeroPad} from './layerPlans.ts';

/** A convolution of a residual block, without bias, followed by batch normalization. */
export interface ResidualConvolution {
  readonly filters: number;
  readonly size: 1 | 3;
  readonly strides?: number;
}

export interface ResidualBlock {
  readonly name: string;
  /** Node that the block reads. */
  readonly input: string;
  /** In order; ReLU stands between them. */
  readonly convolutions: readonly ResidualConvolution[];
  /** A 1 × 1 convolution on the shortcut, where the shape changes (option B of He et al.). */
  readonly projected: boolean;
}

/**
 * A post-activation residual block: convolutions, plus the input or its projection, then ReLU. The block's last node
 * has the block's name.
 *
 * Source: He et al., CVPR 2016, arXiv:1512.03385, figures 2 and 5.
 */
export function residualBlock({name, input, convolutions, projected}: ResidualBlock): LayerPlan[] {
  const branch = convolutions.flatMap((convolved, i) => [
    ...normalized(`${name}_conv${i + 1}`, convolved, i === 0 ? input : undefined),
    ...(i < convolutions.length - 1 ? [relu(`${name}_relu${i + 1}`)] : [])
  ]);
  const strides = convolutions.reduce((product, convolved) => product * (convolved.strides ?? 1), 1);
  const filters = convolutions.at(-1)?.filters ?? 0;
  const shortcut = projected ? normalized(`${name}_shortcut`, {filters, size: 1, strides}, input) : [];
  const ends = [`${name}_conv${convolutions.length}_bn`, projected ? `${name}_shortcut_bn` : input];
  return [...branch, ...shortcut, joined('Add', `${name}_add`, ends), relu(name)];
}

// Zeros on both sides, as PyTorch pads: TensorFlow's own padding is uneven where a window of 3 moves by 2.
function normalized(name: string, {filters, size, strides = 1}: ResidualConvolution, input?: string): LayerPlan[] {
  const padded = size > 1 && strides > 1;
  const inputs = input === undefined ? undefined : [input];
  const pad: LayerPlan[] = padded ? [{...zeroPad(`${name}_pad`, 1), inputs}] : [];
  const padding = padded ? 'valid' : 'same';
  return [
    ...pad,
    convolution(name, filters, size, {
      strides,
      padding,
      activation: 'linear',
      bias: false,
      inputs: padded ? undefined : inputs
    }),
    batchNorm(`${name}_bn`, {epsilon: 1e-5})
  ];
}
