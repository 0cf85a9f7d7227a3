const layer = (type, name, config = {}, inputs) => ({type, name, config, inputs});
const conv = (name, filters, config = {}, inputs) =>
  layer('Conv2D', name, {filters, kernel_size: 3, padding: 'same', ...config}, inputs);
const logits = layer('Dense', 'logits', {units: 4});
const inside = (type, config) => ({class_name: type, config: {name: `${type.toLowerCase()}_inside`, ...config}});
const EVERYTHING = ['convolution', 'dense', 'recurrent'];

/** Networks that together hold what model files are made of: shape of each input, and layers as `buildNetwork` takes them. */
export const networks = [
  {
    name: 'chain with a softmax layer',
    softmax: 'layer',
    inputShape: [12, 10, 3],
    layers: [
      conv('conv1', 6, {activation: 'relu', padding: 'valid'}),
      layer('MaxPooling2D', 'pool1', {pool_size: 2}),
      conv('conv2', 8, {strides: 2, use_bias: false}),
      layer('BatchNormalization', 'bn2', {epsilon: 1e-3}),
      layer('ReLU', 'relu2', {max_value: 6}),
      layer('Dropout', 'dropout', {rate: 0.3}),
      layer('Flatten', 'flatten'),
      logits
    ]
  },
  {
    name: 'residual, depthwise, concatenation',
    inputShape: [8, 8, 3],
    layers: [
      conv('stem', 6),
      layer('BatchNormalization', 'bn1', {scale: false}),
      layer('Activation', 'swish1', {activation: 'relu6'}),
      layer('DepthwiseConv2D', 'depthwise', {kernel_size: 3, padding: 'same', depth_multiplier: 1}),
      layer('LeakyReLU', 'leaky', {alpha: 0.2}),
      conv('back', 6, {kernel_size: 1}),
      layer('Add', 'add', {}, ['back', 'swish1']),
      conv('left', 4, {dilation_rate: 2}, ['add']),
      conv('right', 3, {kernel_size: [1, 5], activation: 'elu'}, ['add']),
      layer('Concatenate', 'join', {axis: -1}, ['left', 'right', 'add']),
      layer('BatchNormalization', 'bn2', {center: false}),
      conv('last', 5, {activation: 'tanh'}),
      layer('GlobalAveragePooling2D', 'average'),
      logits
    ]
  },
  {
    name: 'separable and transposed',
    inputShape: [6, 6, 2],
    layers: [
      conv('conv', 5),
      layer('PReLU', 'prelu', {shared_axes: [1, 2]}),
      layer('SeparableConv2D', 'separable', {filters: 6, kernel_size: 3, depth_multiplier: 2, activation: 'relu'}),
      layer('Conv2DTranspose', 'transposed', {filters: 4, kernel_size: 3, strides: 2, padding: 'same'}),
      layer('UpSampling2D', 'up', {size: [2, 2]}),
      layer('ZeroPadding2D', 'pad', {padding: [1, 1]}),
      conv('last', 4, {strides: 2, activation: 'sigmoid'}),
      layer('GlobalMaxPooling2D', 'most'),
      logits
    ]
  },
  {
    name: 'words: Embedding and Conv1D',
    inputShape: [9],
    words: 20,
    layers: [
      layer('Embedding', 'embedding', {input_dim: 20, output_dim: 6}),
      layer('Conv1D', 'conv1', {filters: 6, kernel_size: 3, activation: 'relu', padding: 'same'}),
      layer('MaxPooling1D', 'pool', {pool_size: 2}),
      layer('Conv1D', 'conv2', {filters: 5, kernel_size: 2}),
      layer('GlobalMaxPooling1D', 'most'),
      logits
    ]
  },
  {
    name: 'LSTM and GRU, hidden units too',
    inputShape: [7, 3],
    units: EVERYTHING,
    layers: [
      layer('Conv1D', 'conv', {filters: 6, kernel_size: 2, activation: 'relu'}),
      layer('LSTM', 'lstm', {units: 5, return_sequences: true}),
      layer('GRU', 'gru', {units: 6, return_sequences: true, reset_after: false}),
      layer('SimpleRNN', 'simple', {units: 4}),
      layer('Dense', 'hidden', {units: 6, activation: 'relu'}),
      logits
    ]
  },
  {
    name: 'both ways and step by step',
    inputShape: [4, 6, 6, 2],
    units: EVERYTHING,
    layers: [
      layer('TimeDistributed', 'each', {layer: inside('Conv2D', {filters: 5, kernel_size: 3, activation: 'relu'})}),
      layer('TimeDistributed', 'pooled', {layer: inside('GlobalAveragePooling2D', {})}),
      layer('Bidirectional', 'both', {merge_mode: 'concat', layer: inside('LSTM', {units: 4})}),
      logits
    ]
  },
  {
    name: 'volumes: Conv3D',
    inputShape: [5, 6, 6, 1],
    layers: [
      layer('Conv3D', 'conv1', {filters: 4, kernel_size: 3, padding: 'same', activation: 'relu'}),
      layer('MaxPooling3D', 'pool', {pool_size: [1, 2, 2], strides: [1, 2, 2]}),
      layer('Conv3D', 'conv2', {filters: 5, kernel_size: [3, 1, 1], strides: [2, 1, 1]}),
      layer('Flatten', 'flatten'),
      logits
    ]
  },
  {
    name: 'a layer called twice, and a softmax fused',
    inputShape: [6, 6, 4],
    softmax: 'fused',
    layers: [
      conv('first', 4),
      conv('shared', 4, {activation: 'relu'}),
      {type: 'Conv2D', name: 'shared:1', again: 'shared', inputs: ['shared']},
      layer('Multiply', 'product', {}, ['shared', 'shared:1']),
      layer('LayerNormalization', 'normal', {axis: -1}),
      conv('last', 5),
      layer('Flatten', 'flatten'),
      logits
    ]
  },
  {
    name: 'two inputs and two outputs',
    inputShape: [6, 6, 2],
    outputs: ['logits', 'second'],
    softmax: 'layer',
    layers: [
      conv('conv1', 5, {activation: 'relu'}),
      layer('InputLayer', 'more', {batch_input_shape: [null, 6, 6, 3], dtype: 'float32'}),
      conv('conv2', 5, {}, ['more']),
      layer('Maximum', 'greater', {}, ['conv1', 'conv2']),
      layer('GlobalAveragePooling2D', 'average'),
      logits,
      layer('Reshape', 'rows', {target_shape: [36, 5]}, ['greater']),
      layer('Conv1D', 'over', {filters: 4, kernel_size: 3}),
      layer('GlobalAveragePooling1D', 'average2'),
      layer('Dense', 'second', {units: 3})
    ]
  }
];
