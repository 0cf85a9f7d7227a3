import {add, batchNormalization, classify, conv, globalAverage, pointwise, pool, relu} from './plans.mjs';

/** Residual streams: what is added together shrinks together, and kernels along the stream read it again and again. */
export const residual = [
  {
    name: 'residual-post-activation',
    inputShape: [7, 7, 2],
    layers: [
      conv('stem', 4, {use_bias: false}),
      batchNormalization('bn-stem'),
      relu('relu-stem'),
      conv('left1', 3),
      batchNormalization('bn-left1'),
      relu('relu-left1'),
      conv('right1', 4),
      batchNormalization('bn-right1'),
      add('add1', ['bn-right1', 'relu-stem']),
      relu('relu1'),
      conv('left2', 3, {strides: [2, 2], activation: 'relu'}),
      conv('right2', 5),
      batchNormalization('bn-right2'),
      pointwise('shortcut2', 5, {strides: [2, 2]}, ['relu1']),
      batchNormalization('bn-shortcut2'),
      add('add2', ['bn-right2', 'bn-shortcut2']),
      relu('relu2'),
      globalAverage,
      classify
    ]
  },
  {
    name: 'residual-pre-activation',
    inputShape: [6, 6, 2],
    layers: [
      conv('stem', 4),
      batchNormalization('bn-left1'),
      relu('relu-left1'),
      conv('left1', 3),
      batchNormalization('bn-right1'),
      relu('relu-right1'),
      conv('right1', 4),
      add('add1', ['right1', 'stem']),
      batchNormalization('bn2'),
      relu('relu2'),
      conv('left2', 3, {activation: 'relu', strides: [2, 2]}),
      conv('right2', 4),
      pool('shortcut2', 'MaxPooling2D', {}, ['add1']),
      add('add2', ['shortcut2', 'right2']),
      batchNormalization('bn-end'),
      relu('relu-end'),
      globalAverage,
      classify
    ]
  }
];
