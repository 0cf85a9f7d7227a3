import {activationNames} from '../layers/activations.ts';

/** One layer by itself: its class, the shape of one example that it reads, and its configuration. */
export type LayerCase = readonly [
  type: string,
  inputShape: readonly number[],
  config: Readonly<Record<string, unknown>>
];

const same = {padding: 'same'};
const inner = (type: string, config: object) => ({class_name: type, config: {...config, name: 'inner'}});
/** Every layer class in the ways that it can be configured: odd sizes, both paddings, strides. */
export const LAYER_CASES: readonly LayerCase[] = [
  ...activationNames().map((activation): LayerCase => ['Activation', [3, 4], {activation}]),
  ['Activation', [3, 4], {activation: 'softmax'}],
  ['Activation', [3, 2, 4], {activation: 'log_softmax'}],
  ['AlphaDropout', [3, 4], {rate: 0.3}],
  ['AveragePooling1D', [7, 3], {pool_size: 3, strides: 2, ...same}],
  ['AveragePooling1D', [7, 3], {pool_size: [2]}],
  ['AveragePooling2D', [5, 6, 2], {pool_size: [3, 2], strides: [2, 1], ...same}],
  ['AveragePooling3D', [5, 4, 7, 2], {pool_size: [3, 2, 3], strides: [2, 3, 2], ...same}],
  ['AveragePooling3D', [5, 4, 7, 2], {pool_size: 2}],
  ['BatchNormalization', [4], {}],
  ['BatchNormalization', [3, 4], {axis: [2], scale: false}],
  ['BatchNormalization', [3, 2, 4], {axis: 3, center: false}],
  ['Bidirectional', [4, 3], {layer: inner('GRU', {units: 2, return_sequences: true})}],
  ['Bidirectional', [4, 3], {merge_mode: 'sum', layer: inner('LSTM', {units: 2, go_backwards: true})}],
  ['Bidirectional', [3, 2], {merge_mode: 'ave', layer: inner('SimpleRNN', {units: 3})}],
  ['Bidirectional', [3, 2], {merge_mode: 'mul', layer: inner('LSTM', {units: 2, return_sequences: true})}],
  ['Conv1D', [9, 3], {filters: 4, kernel_size: 3, strides: 2, activation: 'tanh'}],
  ['Conv1D', [8, 3], {filters: 4, kernel_size: [4], strides: [3], ...same}],
  ['Conv1D', [9, 3], {filters: 2, kernel_size: 3, dilation_rate: 2, ...same}],
  ['Conv1D', [11, 3], {filters: 2, kernel_size: 2, dilation_rate: [4], use_bias: false}],
  ['Conv2D', [5, 6, 3], {filters: 4, kernel_size: [3, 2], strides: [2, 1], ...same}],
  ['Conv2D', [7, 8, 3], {filters: 2, kernel_size: 3, dilation_rate: [2, 3]}],
  ['Conv2D', [4, 4, 3], {filters: 3, kernel_size: 1, activation: 'softmax'}],
  ['Conv2DTranspose', [3, 4, 3], {filters: 2, kernel_size: 3, strides: [2, 1], ...same}],
  ['Conv2DTranspose', [3, 4, 3], {filters: 2, kernel_size: [2, 5], strides: [3, 2], activation: 'elu'}],
  ['Conv3D', [5, 4, 6, 2], {filters: 3, kernel_size: 3, strides: [2, 1, 2], ...same}],
  ['Conv3D', [5, 4, 6, 2], {filters: 3, kernel_size: [3, 2, 1], strides: 2}],
  ['Conv3D', [5, 6, 7, 2], {filters: 2, kernel_size: [2, 3, 2], dilation_rate: [1, 2, 3], ...same}],
  ['Conv3D', [5, 6, 7, 2], {filters: 2, kernel_size: [2, 2, 3], dilation_rate: 2}],
  ['Conv3DTranspose', [2, 3, 4, 3], {filters: 2, kernel_size: [3, 2, 3], strides: [2, 1, 2], ...same}],
  ['Conv3DTranspose', [2, 3, 2, 3], {filters: 2, kernel_size: [2, 3, 1], strides: [3, 2, 1]}],
  ['ConvLSTM2D', [3, 4, 5, 2], {filters: 2, kernel_size: 2, recurrent_activation: 'sigmoid'}],
  [
    'Cropping2D',
    [6, 7, 2],
    {
      cropping: [
        [1, 2],
        [0, 3]
      ]
    }
  ],
  ['Dense', [5, 3], {units: 4, activation: 'sigmoid'}],
  ['Dense', [6], {units: 4, activation: 'softmax'}],
  ['DepthwiseConv2D', [7, 6, 3], {kernel_size: 3, strides: 2, depth_multiplier: 2}],
  ['DepthwiseConv2D', [7, 6, 3], {kernel_size: [3, 2], strides: [1, 2], ...same}],
  ['Dropout', [5, 3], {rate: 0.5}],
  ['ELU', [3, 4], {alpha: 1}],
  ['Flatten', [3, 2, 2], {}],
  ['GaussianDropout', [5, 3], {rate: 0.5}],
  ['GaussianNoise', [5, 3], {stddev: 0.5}],
  ['GlobalAveragePooling1D', [7, 3], {}],
  ['GlobalAveragePooling2D', [5, 4, 3], {}],
  ['GlobalMaxPooling1D', [7, 3], {}],
  ['GlobalMaxPooling2D', [5, 4, 3], {}],
  ['GRU', [1, 3], {units: 2}],
  ['GRU', [4, 3], {units: 3, reset_after: false}],
  ['GRU', [4, 3], {units: 2, reset_after: false, return_sequences: true, go_backwards: true, use_bias: false}],
  ['GRU', [5, 3], {units: 4, recurrent_activation: 'sigmoid'}],
  ['GRU', [1, 3], {units: 2, recurrent_activation: 'sigmoid'}],
  [
    'GRU',
    [4, 3],
    {units: 2, recurrent_activation: 'sigmoid', return_sequences: true, go_backwards: true, use_bias: false}
  ],
  ['GRU', [4, 3], {units: 2, return_sequences: true, go_backwards: true, use_bias: false, activation: 'relu'}],
  ['LSTM', [1, 3], {units: 2, return_sequences: true}],
  ['LSTM', [5, 3], {units: 4, recurrent_activation: 'sigmoid'}],
  ['LSTM', [4, 3], {units: 2, return_sequences: true, go_backwards: true, unit_forget_bias: false}],
  ['LayerNormalization', [5], {epsilon: 1e-2}],
  ['LayerNormalization', [3, 5], {axis: [2], scale: false}],
  ['LayerNormalization', [3, 4, 5], {axis: [2, 3]}],
  ['LayerNormalization', [3, 4, 5], {axis: [-3, -2], center: false}],
  ['LeakyReLU', [3, 4], {alpha: 0.1, negative_slope: 0.1}],
  ['LSTM', [4, 3], {units: 2, return_sequences: true, recurrent_activation: 'sigmoid'}],
  ['MaxPooling1D', [8, 3], {pool_size: 3, strides: [2], ...same}],
  ['MaxPooling1D', [8, 3], {}],
  ['MaxPooling2D', [5, 6, 2], {pool_size: [3, 2], strides: [2, 1], ...same}],
  ['MaxPooling3D', [5, 4, 7, 2], {pool_size: [3, 2, 3], strides: [2, 3, 2], ...same}],
  ['MaxPooling3D', [5, 4, 7, 2], {}],
  ['PReLU', [3, 2, 4], {}],
  ['PReLU', [3, 2, 4], {shared_axes: [1, 2]}],
  ['PReLU', [3, 2, 4], {shared_axes: [1, 3]}],
  ['ReLU', [3, 4], {max_value: null, negative_slope: 0, threshold: 0}],
  ['ReLU', [3, 4], {max_value: 0.5}],
  ['Permute', [3, 2, 4], {dims: [2, 1, 3]}],
  ['Permute', [3, 2, 4], {dims: [3, 1, 2]}],
  ['RepeatVector', [4], {n: 3}],
  ['Rescaling', [3, 2], {scale: 0.5, offset: -1}],
  ['Rescaling', [3, 2], {scale: [0.5, 2], offset: [1, -1]}],
  ['Reshape', [3, 4], {target_shape: [2, 6]}],
  ['SeparableConv2D', [7, 6, 3], {filters: 2, kernel_size: [3, 2], dilation_rate: [2, 3]}],
  ['Reshape', [3, 2, 4], {target_shape: [-1, 4]}],
  ['Reshape', [12], {target_shape: [2, 3, 2]}],
  ['SeparableConv2D', [5, 6, 3], {filters: 4, kernel_size: [3, 2], strides: 2, ...same, depth_multiplier: 2}],
  ['SeparableConv2D', [5, 6, 3], {filters: 4, kernel_size: 2, activation: 'tanh', use_bias: false}],
  ['SimpleRNN', [5, 3], {units: 4}],
  ['SimpleRNN', [4, 3], {units: 2, return_sequences: true, go_backwards: true, activation: 'sigmoid'}],
  ['Softmax', [3, 4], {axis: -1}],
  ['Softmax', [3, 4], {axis: [2]}],
  ['Softmax', [3, 2, 4], {axis: [1, 2]}],
  ['Softmax', [4], {}],
  ['SpatialDropout1D', [5, 3], {rate: 0.5}],
  ['ThresholdedReLU', [3, 4], {theta: 0.4}],
  ['TimeDistributed', [3, 5, 4, 2], {layer: inner('Conv2D', {filters: 3, kernel_size: 2, activation: 'elu'})}],
  ['TimeDistributed', [3, 5, 2], {layer: inner('Dense', {units: 4})}],
  ['TimeDistributed', [3, 2, 5], {layer: inner('Flatten', {})}],
  ['UpSampling2D', [3, 2, 2], {size: [2, 3]}],
  ['UpSampling2D', [3, 2, 2], {size: [2, 2], interpolation: 'bilinear'}],
  [
    'ZeroPadding2D',
    [3, 4, 2],
    {
      padding: [
        [1, 2],
        [0, 3]
      ]
    }
  ]
];

/** What TensorFlow.js' own layers cannot do: only our gradients are checked. */
export const CASES_BEYOND: readonly LayerCase[] = [['BatchNormalization', [3, 2, 2, 4], {}]];
