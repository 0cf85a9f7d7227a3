import {
  activation,
  batchNormalization,
  classify,
  conv,
  dense,
  dropout,
  flatten,
  globalAverage,
  pointwise,
  pool,
  relu
} from './plans.mjs';

/** Chains that together hold every kind of layer that may lie between a map and the layers that read it. */
export const chains = [
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
      dropout('dropout', 0.5),
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
      dense('hidden', 9, {activation: 'relu'}),
      dropout('dropout', 0.3),
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
      pointwise('conv3', 6),
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
  },
  {
    // Strides of three, and an activation behind which the curvature is no longer the Hessian's.
    name: 'smooth',
    inputShape: [11, 10, 2],
    layers: [
      conv('conv1', 4, {strides: [3, 2], activation: 'relu'}),
      conv('conv2', 5),
      batchNormalization('bn2'),
      activation('tanh2', 'tanh'),
      pool('pool2', 'AveragePooling2D'),
      flatten,
      classify
    ]
  }
];
