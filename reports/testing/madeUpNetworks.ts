import {planNetwork, type LayerPlan} from '@espalier/core';
import {describeNetwork, type NetworkDescription} from '@espalier/experiments';

const conv = (name: string, filters: number, from?: string, more: object = {}): LayerPlan => ({
  type: 'Conv2D',
  name,
  inputs: from === undefined ? undefined : [from],
  config: {filters, kernel_size: 3, padding: 'same', ...more}
});

/** Convolution, batch normalization and ReLU; gives `name_relu`. */
const block = (name: string, filters: number, from?: string, more: object = {}): LayerPlan[] => [
  conv(name, filters, from, more),
  {type: 'BatchNormalization', name: `${name}_bn`},
  {type: 'ReLU', name: `${name}_relu`}
];

const head = (classes: number): LayerPlan[] => [
  {type: 'GlobalAveragePooling2D', name: 'average'},
  {type: 'Dense', name: 'logits', config: {units: classes}}
];

function describe(name: string, layers: readonly LayerPlan[]): NetworkDescription {
  return describeNetwork(planNetwork({name, inputShape: [32, 32, 3], layers}));
}

/** Six convolutions with pooling in between, one after the other. */
export function madeUpChain(): NetworkDescription {
  const layers = [16, 32, 64].flatMap((filters, i): LayerPlan[] => [
    conv(`conv${2 * i + 1}`, filters, undefined, {activation: 'relu'}),
    conv(`conv${2 * i + 2}`, filters, undefined, {activation: 'relu'}),
    {type: 'MaxPooling2D', name: `pool${i + 1}`}
  ]);
  return describe('chain', [...layers, ...head(10)]);
}

/** Residual blocks of which each second one halves the map and doubles the channels. */
export function madeUpResidual(blocks = 3): NetworkDescription {
  const layers = block('conv', 16);
  for (let i = 1; i <= blocks; i++) {
    const from = i === 1 ? 'conv_relu' : `out${i - 1}`;
    const strides = i % 2 === 0 ? 2 : 1;
    const filters = 16 * 2 ** Math.floor(i / 2);
    layers.push(...block(`a${i}`, filters, from, {strides}), conv(`b${i}`, filters));
    if (strides === 2) layers.push(conv(`skip${i}`, filters, from, {strides, kernel_size: 1}));
    const inputs = [`b${i}`, strides === 2 ? `skip${i}` : from];
    layers.push({type: 'Add', name: `add${i}`, inputs}, {type: 'ReLU', name: `out${i}`});
  }
  return describe('residual', [...layers, ...head(10)]);
}

/** Blocks of four branches side by side, concatenated. */
export function madeUpInception(blocks = 2): NetworkDescription {
  const layers = [...block('stem', 16, undefined, {strides: 2})];
  for (let i = 1; i <= blocks; i++) {
    const from = i === 1 ? 'stem_relu' : `mixed${i - 1}`;
    const pool: LayerPlan = {
      type: 'AveragePooling2D',
      name: `pool${i}`,
      inputs: [from],
      config: {pool_size: 3, strides: 1, padding: 'same'}
    };
    layers.push(
      ...block(`one${i}`, 16, from, {kernel_size: 1}),
      ...block(`five${i}a`, 12, from, {kernel_size: 1}),
      ...block(`five${i}b`, 16, undefined, {kernel_size: 5}),
      ...block(`three${i}a`, 16, from, {kernel_size: 1}),
      ...block(`three${i}b`, 24),
      ...block(`three${i}c`, 24),
      pool,
      ...block(`pooled${i}`, 8, undefined, {kernel_size: 1})
    );
    const inputs = ['one', 'five', 'three', 'pooled'].map(
      (name, k) => `${name}${i}${['', 'b', 'c', ''][k] ?? ''}_relu`
    );
    layers.push({type: 'Concatenate', name: `mixed${i}`, inputs});
  }
  return describe('inception', [...layers, ...head(10)]);
}
