import {expect, it} from 'vitest';
import type {Shape} from '../graph/network.ts';
import {layerType} from './index.ts';
import type {Config} from './layerType.ts';

// What TensorFlow.js' own layers would leave out or fail at: the model that comes out would not be the one that went in.
const REFUSED: readonly (readonly [type: string, input: Shape, config: Config, message: string])[] = [
  ['ReLU', [4], {negative_slope: 0.1}, 'Expected `negative_slope` to be 0, got 0.1: TensorFlow.js has no other.'],
  ['ReLU', [4], {threshold: 1}, 'Expected `threshold` to be 0, got 1: TensorFlow.js has no other.'],
  [
    'LeakyReLU',
    [4],
    {negative_slope: 0.1},
    'Expected `alpha` to be 0.1 like `negative_slope`, got 0.3: TensorFlow.js reads alpha.'
  ],
  ['ELU', [4], {alpha: 0.5}, 'Expected `alpha` to be 1, got 0.5: TensorFlow.js has no other.'],
  [
    'Softmax',
    [3, 4],
    {axis: 1},
    'Expected `axis` to be the last one (-1) or several, got 1: TensorFlow.js has no other.'
  ],
  ['Softmax', [3, 4], {axis: 0}, 'Expected `axis` to be rising axes from 1 to 2, got 0.'],
  ['Activation', [3], {activation: 'snake'}, 'Expected `activation` to be one of '],
  [
    'Conv2D',
    [5, 5, 4],
    {filters: 2, kernel_size: 3, groups: 2},
    'Expected `groups` to be 1, got 2: TensorFlow.js has no other.'
  ],
  ['Conv2D', [5, 4], {filters: 2, kernel_size: 3}, 'Expected an input of shape [height, width, channels], got [5, 4].'],
  ['Conv1D', [5, 5, 4], {filters: 2, kernel_size: 3}, 'Expected an input of shape [steps, channels], got [5, 5, 4].'],
  [
    'Conv1D',
    [5, 4],
    {filters: 2, kernel_size: 3, padding: 'causal'},
    'Expected `padding` to be "same" or "valid", got "causal".'
  ],
  ['Conv1D', [5, 4], {filters: 2, kernel_size: [3, 3]}, 'Expected `kernel_size` to be a whole number, got [3,3].'],
  [
    'Conv3D',
    [5, 5, 5, 1],
    {filters: 2, kernel_size: [3, 3]},
    'Expected `kernel_size` to be one whole number, or 3 of them, got [3,3].'
  ],
  [
    'Conv2DTranspose',
    [5, 5, 4],
    {filters: 2, kernel_size: 3, output_padding: 1},
    'Expected `output_padding` to be left out, got 1: TensorFlow.js has no other.'
  ],
  [
    'DepthwiseConv2D',
    [5, 5, 4],
    {kernel_size: 3, dilation_rate: [2, 1]},
    'Expected `dilation_rate` to be 1, got [2,1]: TensorFlow.js has no other.'
  ],
  ['UpSampling2D', [3, 3, 1], {size: 2}, 'Expected `size` to be two whole numbers, got 2.'],
  [
    'GlobalAveragePooling2D',
    [3, 3, 1],
    {keepdims: true},
    'Expected `keepdims` to be false, got true: TensorFlow.js has no other.'
  ],
  ['MaxPooling1D', [3, 3, 1], {}, 'Expected an input of shape [steps, channels], got [3, 3, 1].'],
  ['BatchNormalization', [3, 3, 1], {axis: [1]}, 'Expected `axis` to be the last one (-1 or 3), got [1].'],
  ['LayerNormalization', [3, 4], {axis: [2, 1]}, 'Expected `axis` to be rising axes from 1 to 2, got [2,1].'],
  [
    'LayerNormalization',
    [3, 4],
    {rms_scaling: true},
    'Expected `rms_scaling` to be false, got true: TensorFlow.js has no other.'
  ],
  ['PReLU', [3, 4], {shared_axes: [3]}, 'Expected `shared_axes` to be from 1 to 2, got [3].'],
  ['RepeatVector', [3, 4], {n: 2}, 'Expected an input of shape [channels], got [3, 4].'],
  ['Rescaling', [3, 4], {scale: [1, 2]}, 'Expected one number for each of 4 channels, got 2.']
];

it.each(REFUSED)('%s on %j refuses %j', (type, input, config, message) => {
  expect(() => layerType(type).outputShape(config, [input])).toThrow(message);
});
