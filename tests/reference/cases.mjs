const conv = (name, filters, config = {}) => ({
  type: 'Conv2D',
  name,
  config: {filters, kernel_size: [3, 3], padding: 'same', ...config}
});
const relu = name => ({type: 'ReLU', name, config: {}});
const batchNormalization = name => ({type: 'BatchNormalization', name, config: {epsilon: 1e-3}});
const classify = {type: 'Dense', name: 'logits', config: {units: 4, activation: 'linear'}};
const flatten = {type: 'Flatten', name: 'flatten', config: {}};
const globalAverage = {type: 'GlobalAveragePooling2D', name: 'average', config: {}};
const pool = (name, type, config = {}) => ({type, name, config: {pool_size: [2, 2], strides: [2, 2], ...config}});

/** Chains that together hold every kind of layer that may lie between a map and the layers that read it. */
export const cases = [
  {
    name: 'plain-max-pool',
    inputShape: [8, 8, 3],
    layers: [
      conv('conv1', 6, {activation: 'relu'}),
      pool('pool1', 'MaxPooling2D'),
      conv('conv2', 8),
      relu('relu2'),
      pool('pool2', 'MaxPooling2D'),
      flatten,
      classify
    ]
  },
  {
    name: 'normalized-average',
    inputShape: [8, 8, 2],
    layers: [
      conv('conv1', 5, {use_bias: false}),
      batchNormalization('bn1'),
      relu('relu1'),
      conv('conv2', 7),
      batchNormalization('bn2'),
      relu('relu2'),
      {type: 'Dropout', name: 'dropout', config: {rate: 0.5}},
      globalAverage,
      classify
    ]
  },
  {
    name: 'strided-valid',
    inputShape: [13, 11, 1],
    layers: [
      conv('conv1', 4, {strides: [2, 2], padding: 'valid', activation: 'relu'}),
      pool('pool1', 'AveragePooling2D', {padding: 'same'}),
      conv('conv2', 6, {padding: 'valid', kernel_size: [2, 3]}),
      batchNormalization('bn2'),
      relu('relu2'),
      flatten,
      {type: 'Dense', name: 'hidden', config: {units: 9, activation: 'relu'}},
      {type: 'Dropout', name: 'dropout', config: {rate: 0.3}},
      classify
    ]
  },
  {
    name: 'three-deep-same-strides',
    inputShape: [9, 9, 2],
    layers: [
      conv('conv1', 4, {strides: [2, 2]}),
      batchNormalization('bn1'),
      relu('relu1'),
      conv('conv2', 5, {activation: 'relu'}),
      pool('pool2', 'MaxPooling2D', {padding: 'same', pool_size: [3, 3]}),
      conv('conv3', 6, {kernel_size: [1, 1]}),
      relu('relu3'),
      globalAverage,
      classify
    ]
  },
  {
    // Kernel behind kernel, without an activation of the first one's own.
    name: 'linear-then-fused',
    inputShape: [7, 7, 2],
    layers: [
      conv('conv1', 4),
      conv('conv2', 5, {activation: 'relu'}),
      conv('conv3', 6, {strides: [2, 2]}),
      batchNormalization('bn3'),
      pool('pool3', 'MaxPooling2D'),
      flatten,
      classify
    ]
  }
];
