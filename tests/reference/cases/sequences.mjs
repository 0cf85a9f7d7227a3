import {
  add,
  again,
  batchNormalization,
  bothWays,
  classify,
  conv,
  conv1d,
  dense,
  eachStep,
  flatten,
  plan,
  pool,
  recurrent,
  relu,
  separable
} from './plans.mjs';

const all = {return_sequences: true};
const backwards = {go_backwards: true};
const everything = ['convolution', 'dense', 'recurrent'];
const pool1d = (name, type) => plan(type, name, {pool_size: [2], strides: [2]});

/** Steps in place of rows and columns, and kernels that read their own output of the step before. */
export const sequences = [
  {
    name: 'conv1d',
    inputShape: [12, 2],
    layers: [
      conv1d('conv1', 4, {activation: 'relu'}),
      pool1d('pool1', 'MaxPooling1D'),
      conv1d('conv2', 5, {strides: 2, use_bias: false}),
      batchNormalization('bn2'),
      relu('relu2'),
      conv1d('conv3', 4, {padding: 'valid', kernel_size: 2}),
      plan('GlobalMaxPooling1D', 'most'),
      classify
    ]
  },
  {
    name: 'conv1d-gru',
    inputShape: [8, 2],
    layers: [
      conv1d('conv1', 4),
      batchNormalization('bn1'),
      relu('relu1'),
      pool1d('pool1', 'MaxPooling1D'),
      recurrent('GRU', 'gru', 4),
      classify
    ]
  },
  {
    name: 'conv1d-lstm',
    inputShape: [6, 2],
    layers: [
      conv1d('conv1', 4, {activation: 'relu'}),
      recurrent('LSTM', 'lstm1', 3, all),
      recurrent('LSTM', 'lstm2', 3, backwards),
      classify
    ]
  },
  {
    name: 'hidden-gru',
    units: everything,
    inputShape: [5, 2],
    layers: [
      conv1d('conv1', 3, {activation: 'relu'}),
      recurrent('GRU', 'gru1', 4, {...all, ...backwards}),
      recurrent('GRU', 'gru2', 3),
      dense('hidden', 4, {activation: 'relu'}),
      classify
    ]
  },
  {
    name: 'hidden-lstm',
    units: everything,
    inputShape: [5, 2],
    layers: [
      conv1d('conv1', 3, {activation: 'relu'}),
      recurrent('LSTM', 'lstm', 4, all),
      recurrent('SimpleRNN', 'simple', 3),
      classify
    ]
  },
  {
    name: 'both-ways',
    units: everything,
    inputShape: [5, 2],
    layers: [
      conv1d('conv1', 3, {activation: 'relu'}),
      bothWays('joined', recurrent('GRU', 'gru', 2, all), 'concat'),
      batchNormalization('bn'),
      bothWays('summed', recurrent('LSTM', 'lstm', 3, {...all, ...backwards}), 'sum'),
      plan('GlobalAveragePooling1D', 'mean'),
      classify
    ]
  },
  {
    // A stream that a convolution, a recurrent and a dense layer write to, and a recurrent layer that is called twice.
    name: 'mixed-stream',
    units: everything,
    inputShape: [5, 2],
    layers: [
      conv1d('conv1', 3, {activation: 'relu'}),
      recurrent('LSTM', 'lstm', 3, all),
      add('add1', ['conv1', 'lstm']),
      dense('dense1', 3, {activation: 'relu'}),
      add('add2', ['add1', 'dense1']),
      recurrent('GRU', 'gru', 3, all),
      again('gru-again', 'gru', ['gru']),
      plan('GlobalAveragePooling1D', 'mean'),
      classify
    ]
  },
  {
    // Images one after the other, as a recurrent network over video reads them.
    name: 'each-step',
    inputShape: [3, 5, 5, 2],
    layers: [
      eachStep('conv1', conv('inner-conv1', 3)),
      eachStep('bn1', batchNormalization('inner-bn1')),
      eachStep('relu1', relu('inner-relu1')),
      eachStep('pool1', pool('inner-pool1', 'MaxPooling2D')),
      eachStep('conv2', separable('inner-conv2', 3, {activation: 'relu'})),
      eachStep('flatten', flatten),
      eachStep('project', dense('inner-project', 3)),
      recurrent('GRU', 'gru', 3),
      classify
    ]
  },
  {
    // Rows become steps: the channels of a row's cells lie side by side.
    name: 'rows-as-steps',
    units: everything,
    inputShape: [4, 3, 2],
    layers: [
      conv('conv1', 3, {activation: 'relu'}),
      plan('Permute', 'turn', {dims: [2, 1, 3]}),
      plan('Reshape', 'rows', {target_shape: [3, 12]}),
      dense('shared', 4, {activation: 'relu'}),
      recurrent('GRU', 'gru', 3),
      classify
    ]
  }
];
