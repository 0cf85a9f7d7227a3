import {
  activation,
  batchNormalization,
  classify,
  conv,
  flatten,
  globalAverage,
  merge,
  plan,
  pointwise,
  relu
} from './plans.mjs';

const conv3d = (name, filters, config = {}) =>
  plan('Conv3D', name, {filters, kernel_size: [2, 3, 2], padding: 'same', ...config});
const transposed = (name, filters, config) => plan('Conv2DTranspose', name, {filters, ...config});

/** Layers that are met less often: volumes, growing maps, learned slopes, attention. */
export const others = [
  {
    name: 'volumes',
    inputShape: [4, 6, 5, 1],
    layers: [
      conv3d('conv1', 3, {strides: [1, 2, 1]}),
      batchNormalization('bn1'),
      relu('relu1'),
      plan('MaxPooling3D', 'pool1', {pool_size: [2, 2, 2], strides: [2, 2, 2], padding: 'same'}),
      conv3d('conv2', 4, {padding: 'valid', kernel_size: [1, 2, 2], activation: 'relu'}),
      plan('AveragePooling3D', 'pool2', {pool_size: [2, 1, 2], strides: [1, 1, 1]}),
      flatten,
      classify
    ]
  },
  {
    name: 'growing',
    inputShape: [6, 5, 2],
    layers: [
      conv('conv1', 3, {strides: [2, 2]}),
      plan('PReLU', 'slopes1', {shared_axes: [1, 2]}),
      transposed('grow1', 4, {kernel_size: [3, 3], strides: [2, 2], padding: 'same'}),
      batchNormalization('bn-grow1'),
      plan('LeakyReLU', 'leaky1', {alpha: 0.2}),
      plan('Cropping2D', 'crop', {
        cropping: [
          [1, 2],
          [0, 1]
        ]
      }),
      transposed('grow2', 3, {kernel_size: [2, 3], strides: [2, 1], padding: 'valid', activation: 'relu'}),
      plan('UpSampling2D', 'twice', {size: [1, 2]}),
      plan('ZeroPadding2D', 'border', {
        padding: [
          [0, 1],
          [1, 0]
        ]
      }),
      conv('conv2', 3, {padding: 'valid'}),
      plan('PReLU', 'slopes2'),
      globalAverage,
      classify
    ]
  },
  {
    // Each channel is scaled by what all channels say (squeeze and excite), each position by one map.
    name: 'attention',
    inputShape: [5, 5, 2],
    layers: [
      conv('conv1', 4),
      batchNormalization('bn1'),
      relu('relu1'),
      {...globalAverage, name: 'squeeze'},
      plan('Reshape', 'cell', {target_shape: [1, 1, 4]}),
      pointwise('reduce', 2, {activation: 'relu'}),
      pointwise('excite', 4, {activation: 'sigmoid'}),
      merge('Multiply', 'scaled', ['relu1', 'excite']),
      conv('conv2', 3, {activation: 'relu'}),
      pointwise('where', 1, {activation: 'sigmoid'}),
      merge('Multiply', 'placed', ['conv2', 'where']),
      pointwise('conv3', 3),
      activation('elu3', 'elu'),
      globalAverage,
      classify
    ]
  },
  {
    // Channels that are normalized together stay; those behind the next kernel go.
    name: 'layer-normalization',
    inputShape: [5, 5, 2],
    layers: [
      conv('conv1', 4),
      plan('LayerNormalization', 'ln1', {axis: -1}),
      relu('relu1'),
      conv('conv2', 4, {dilation_rate: [2, 2]}),
      relu('relu2'),
      pointwise('conv3', 3, {activation: 'relu'}),
      plan('LayerNormalization', 'ln3', {axis: -1}),
      globalAverage,
      classify
    ]
  }
];
