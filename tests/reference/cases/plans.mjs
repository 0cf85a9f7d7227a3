/** Layer plans of the kinds that the cases use; `inputs` names what a layer reads where that is not the one before. */
export const plan = (type, name, config = {}, inputs = undefined) => ({type, name, config, ...(inputs && {inputs})});

export const conv = (name, filters, config = {}, inputs = undefined) =>
  plan('Conv2D', name, {filters, kernel_size: [3, 3], padding: 'same', ...config}, inputs);
export const pointwise = (name, filters, config = {}, inputs = undefined) =>
  conv(name, filters, {kernel_size: [1, 1], ...config}, inputs);
export const depthwise = (name, config = {}) =>
  plan('DepthwiseConv2D', name, {kernel_size: [3, 3], padding: 'same', ...config});
export const separable = (name, filters, config = {}, inputs = undefined) =>
  plan('SeparableConv2D', name, {filters, kernel_size: [3, 3], padding: 'same', ...config}, inputs);
export const batchNormalization = (name, inputs = undefined) =>
  plan('BatchNormalization', name, {epsilon: 1e-3}, inputs);
export const relu = (name, inputs = undefined) => plan('ReLU', name, {}, inputs);
export const activation = (name, kind) => plan('Activation', name, {activation: kind});
export const pool = (name, type, config = {}, inputs = undefined) =>
  plan(type, name, {pool_size: [2, 2], strides: [2, 2], ...config}, inputs);
export const merge = (type, name, inputs) => plan(type, name, {}, inputs);
export const add = (name, inputs) => merge('Add', name, inputs);
export const concatenate = (name, inputs) => plan('Concatenate', name, {axis: -1}, inputs);
export const dropout = (name, rate) => plan('Dropout', name, {rate});
export const dense = (name, units, config = {}) => plan('Dense', name, {units, ...config});
export const again = (name, layer, inputs) => ({...plan('', name, {}, inputs), again: layer});
export const conv1d = (name, filters, config = {}, inputs = undefined) =>
  plan('Conv1D', name, {filters, kernel_size: 3, padding: 'same', ...config}, inputs);
/** GRU, LSTM or SimpleRNN; the last output unless `return_sequences`. */
export const recurrent = (type, name, units, config = {}) =>
  plan(type, name, {units, ...(type === 'GRU' && {reset_after: false}), ...config});
/** `inside` is a plan; its name goes into the names of the weights. */
const wrap = (type, name, {type: class_name, name: inner, config}, more = {}) =>
  plan(type, name, {layer: {class_name, config: {...config, name: inner}}, ...more});
export const eachStep = (name, inside) => wrap('TimeDistributed', name, inside);
export const bothWays = (name, inside, merge_mode) => wrap('Bidirectional', name, inside, {merge_mode});
export const flatten = plan('Flatten', 'flatten');
export const globalAverage = plan('GlobalAveragePooling2D', 'average');
export const classify = dense('logits', 4, {activation: 'linear'});
