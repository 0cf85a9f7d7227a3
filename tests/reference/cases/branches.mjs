import {
  add,
  again,
  batchNormalization,
  classify,
  concatenate,
  conv,
  dense,
  depthwise,
  flatten,
  globalAverage,
  merge,
  pointwise,
  pool,
  relu,
  separable
} from './plans.mjs';

const inception = inputs => [
  pointwise('one', 3, {activation: 'relu'}, inputs),
  pointwise('reduce', 2, {activation: 'relu'}, inputs),
  conv('three', 4, {activation: 'relu'}),
  pool('pooled', 'MaxPooling2D', {pool_size: [3, 3], strides: [1, 1], padding: 'same'}, inputs),
  pointwise('projected', 2),
  concatenate('joined', ['one', 'three', 'projected'])
];

/** Branches, depthwise kernels and layers that are called several times. */
export const branches = [
  {
    name: 'inception',
    inputShape: [6, 6, 2],
    layers: [
      conv('conv1', 4),
      batchNormalization('bn1'),
      relu('relu1'),
      ...inception(['relu1']),
      batchNormalization('bn-joined'),
      relu('relu-joined'),
      conv('last', 4, {strides: [2, 2]}),
      relu('relu-last'),
      flatten,
      classify
    ]
  },
  {
    // A wide layer falls into ranges, one of them tied to channels of the input, which cannot go.
    name: 'ranges',
    inputShape: [5, 6, 2],
    layers: [
      conv('wide', 8),
      batchNormalization('bn-wide'),
      conv('narrow', 3, {activation: 'relu'}, ['input']),
      conv('middle', 3, {}, ['input']),
      concatenate('joined', ['narrow', 'input', 'middle']),
      add('sum', ['bn-wide', 'joined']),
      relu('relu-sum'),
      conv('last', 4, {activation: 'relu'}),
      globalAverage,
      classify
    ]
  },
  {
    name: 'depthwise',
    inputShape: [8, 7, 2],
    layers: [
      conv('conv1', 4, {strides: [2, 2], use_bias: false}),
      batchNormalization('bn1'),
      relu('relu1'),
      depthwise('filter1', {use_bias: false}),
      batchNormalization('bn-filter1'),
      relu('relu-filter1'),
      pointwise('mix1', 5),
      batchNormalization('bn-mix1'),
      relu('relu-mix1'),
      depthwise('filter2', {strides: [2, 2], depth_multiplier: 2, activation: 'relu'}),
      pointwise('mix2', 4, {activation: 'relu'}),
      globalAverage,
      classify
    ]
  },
  {
    name: 'separable',
    inputShape: [8, 7, 2],
    layers: [
      conv('conv1', 3, {strides: [2, 2]}),
      batchNormalization('bn1'),
      relu('relu1'),
      separable('separable1', 5, {use_bias: false}),
      batchNormalization('bn2'),
      relu('relu2'),
      separable('separable2', 4, {strides: [2, 2], depth_multiplier: 2, activation: 'relu'}),
      globalAverage,
      classify
    ]
  },
  {
    // One convolution looks at two scales; another one is called twice in a row.
    name: 'shared',
    inputShape: [8, 8, 2],
    layers: [
      conv('stem', 3, {activation: 'relu'}),
      pool('small', 'AveragePooling2D'),
      conv('scale', 4, {strides: [2, 2]}, ['stem']),
      again('scale-small', 'scale', ['small']),
      pool('smaller', 'MaxPooling2D', {padding: 'same'}, ['scale']),
      add('sum', ['smaller', 'scale-small']),
      relu('relu-sum'),
      conv('twice', 4, {activation: 'relu'}),
      again('twice-again', 'twice', ['twice']),
      globalAverage,
      classify
    ]
  },
  {
    name: 'merges',
    inputShape: [5, 5, 2],
    layers: [
      conv('a', 4, {activation: 'relu'}),
      conv('b', 4, {}, ['input']),
      conv('c', 4, {}, ['input']),
      merge('Maximum', 'most', ['a', 'b']),
      merge('Average', 'mean', ['most', 'c']),
      conv('d', 3),
      conv('e', 3, {activation: 'relu'}, ['mean']),
      merge('Multiply', 'product', ['d', 'e']),
      globalAverage,
      classify
    ]
  },
  {
    // Two channels of a layer are one unit where the same map is put beside itself.
    name: 'doubled',
    inputShape: [6, 5, 2],
    layers: [
      conv('wide', 6),
      batchNormalization('bn-wide'),
      conv('narrow', 3, {activation: 'relu'}, ['input']),
      concatenate('beside', ['narrow', 'narrow']),
      add('sum', ['bn-wide', 'beside']),
      relu('relu-sum'),
      pointwise('last', 3, {activation: 'relu'}),
      globalAverage,
      classify
    ]
  },
  {
    name: 'hidden-dense',
    units: ['convolution', 'dense'],
    inputShape: [6, 6, 2],
    layers: [
      conv('conv1', 4, {activation: 'relu'}),
      pool('pool1', 'MaxPooling2D'),
      flatten,
      dense('hidden1', 6),
      batchNormalization('bn-hidden1'),
      relu('relu-hidden1'),
      dense('hidden2', 5, {activation: 'relu'}),
      classify
    ]
  }
];
