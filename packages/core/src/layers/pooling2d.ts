import {tf} from '@espalier/backend';
import {padding, pair, requireChannelsLast, windowed} from './config.ts';
import type {Config, LayerType} from './layerType.ts';

function window(config: Config): {size: [number, number]; strides: [number, number]; pad: 'same' | 'valid'} {
  const size = pair(config, 'pool_size', 2);
  return {size, strides: config['strides'] == null ? size : pair(config, 'strides', 1), pad: padding(config)};
}

function pooling(type: string, run: (x: tf.Tensor4D, config: Config) => tf.Tensor): LayerType {
  return {
    type,
    outputShape: (config, [input]) => {
      requireChannelsLast(config);
      const {size, strides, pad} = window(config);
      const axis = (i: 0 | 1) => windowed(input![i]!, size[i], strides[i], pad);
      return [axis(0), axis(1), input![2]!];
    },
    run: ({config, inputs}) => run(inputs[0] as tf.Tensor4D, config),
    flow: {kind: 'pass'},
    plain: () => true
  };
}

export const maxPooling2d = pooling('MaxPooling2D', (x, config) => {
  const {size, strides, pad} = window(config);
  return tf.maxPool(x, size, strides, pad);
});

export const averagePooling2d = pooling('AveragePooling2D', (x, config) => {
  const {size, strides, pad} = window(config);
  return tf.avgPool(x, size, strides, pad);
});

function globalPooling(type: string, run: (x: tf.Tensor4D) => tf.Tensor): LayerType {
  return {
    type,
    outputShape: (config, [input]) => {
      requireChannelsLast(config);
      return [input![2]!];
    },
    run: ({inputs}) => run(inputs[0] as tf.Tensor4D),
    flow: {kind: 'pass'},
    plain: () => true
  };
}

export const globalAveragePooling2d = globalPooling('GlobalAveragePooling2D', x => tf.mean(x, [1, 2]));
// Pooled as one window: the gradient of `tf.max` counts ties several times, that of pooling takes the first.
export const globalMaxPooling2d = globalPooling('GlobalMaxPooling2D', x =>
  tf.reshape(tf.maxPool(x, [x.shape[1], x.shape[2]], 1, 'valid'), [x.shape[0], x.shape[3]])
);
