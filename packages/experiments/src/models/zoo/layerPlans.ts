import type {LayerPlan} from '@espalier/core';

export interface ConvolutionOptions {
  readonly strides?: number;
  readonly padding?: 'same' | 'valid';
  readonly activation?: string;
  readonly bias?: boolean;
  readonly inputs?: readonly string[];
}

/** Square 2-D convolution; ReLU, bias and unchanged size unless told otherwise. */
export function convolution(name: string, filters: number, size: number, options: ConvolutionOptions = {}): LayerPlan {
  const {strides = 1, padding = 'same', activation = 'relu', bias = true, inputs} = options;
  const shape = {
    filters,
    kernel_size: [size, size],
    strides: [strides, strides],
    padding,
    data_format: 'channels_last'
  };
  return {type: 'Conv2D', name, config: {...shape, activation, use_bias: bias}, inputs};
}

/** 2-D max-pooling over windows of `size`, 2 × 2 unless told otherwise. */
export function maxPool(name: string, {size = 2, strides = 2} = {}): LayerPlan {
  const window = {pool_size: [size, size], strides: [strides, strides]};
  return {type: 'MaxPooling2D', name, config: {...window, padding: 'valid', data_format: 'channels_last'}};
}

/** Zeros around an image. */
export function zeroPad(name: string, width: number): LayerPlan {
  const padding = [
    [width, width],
    [width, width]
  ];
  return {type: 'ZeroPadding2D', name, config: {padding, data_format: 'channels_last'}};
}

export function batchNorm(name: string, {momentum = 0.9, epsilon = 1e-3} = {}): LayerPlan {
  return {type: 'BatchNormalization', name, config: {axis: -1, momentum, epsilon}};
}

export function relu(name: string): LayerPlan {
  return {type: 'Activation', name, config: {activation: 'relu'}};
}

export function dropout(name: string, rate = 0.5): LayerPlan {
  return {type: 'Dropout', name, config: {rate}};
}

export function flatten(): LayerPlan {
  return {type: 'Flatten', name: 'flatten', config: {}};
}

export function dense(name: string, units: number): LayerPlan {
  return {type: 'Dense', name, config: {units, activation: 'relu', use_bias: true}};
}

/** The last layer: one number a class, without softmax. */
export function classifier(classes: number): LayerPlan {
  return {type: 'Dense', name: 'logits', config: {units: classes, activation: 'linear', use_bias: true}};
}

/** Several tensors' channels side by side, or their sum. */
export function joined(type: 'Concatenate' | 'Add', name: string, inputs: readonly string[]): LayerPlan {
  return {type, name, config: type === 'Concatenate' ? {axis: -1} : {}, inputs};
}

export function globalAverage(): LayerPlan {
  return {type: 'GlobalAveragePooling2D', name: 'pool', config: {data_format: 'channels_last'}};
}
