import {tf} from '@espalier/backend';
import {pair, requireChannelsLast, requireSpatialAxes} from './config.ts';
import type {Config, LayerType} from './layerType.ts';

type Sides = [[number, number], [number, number]];

/** Reads `padding` or `cropping`: one number, [rows, columns], or [[top, bottom], [left, right]]. */
function sides(config: Config, key: string): Sides {
  const value = config[key] ?? 1;
  if (Array.isArray(value) && value.every(Array.isArray)) return value as Sides;
  const [rows, columns] = pair(config, key, 1);
  return [
    [rows, rows],
    [columns, columns]
  ];
}

export const zeroPadding2d: LayerType = {
  type: 'ZeroPadding2D',
  outputShape: (config, [input]) => {
    requireSpatialAxes(input, 2);
    requireChannelsLast(config);
    const [[top, bottom], [left, right]] = sides(config, 'padding');
    return [input![0]! + top + bottom, input![1]! + left + right, input![2]!];
  },
  run: ({config, inputs}) => tf.pad(inputs[0]!, [[0, 0], ...sides(config, 'padding'), [0, 0]]),
  flow: {kind: 'pass'},
  plain: () => true
};

export const cropping2d: LayerType = {
  type: 'Cropping2D',
  outputShape: (config, [input]) => {
    requireSpatialAxes(input, 2);
    requireChannelsLast(config);
    const [[top, bottom], [left, right]] = sides(config, 'cropping');
    return [input![0]! - top - bottom, input![1]! - left - right, input![2]!];
  },
  run: ({config, inputs}) => {
    const x = inputs[0] as tf.Tensor4D;
    const [[top, bottom], [left, right]] = sides(config, 'cropping');
    const [batch, height, width, channels] = x.shape;
    return tf.slice(x, [0, top, left, 0], [batch, height - top - bottom, width - left - right, channels]);
  },
  flow: {kind: 'pass'}
};

/** Factors of rows and columns; TensorFlow.js' own layer understands two numbers only. */
function upSampled(config: Config): [number, number] {
  if (typeof config['size'] !== 'number') return pair(config, 'size', 2);
  throw new Error(`Expected \`size\` to be two whole numbers, got ${config['size']}.`);
}

export const upSampling2d: LayerType = {
  type: 'UpSampling2D',
  outputShape: (config, [input]) => {
    requireSpatialAxes(input, 2);
    requireChannelsLast(config);
    const [rows, columns] = upSampled(config);
    return [input![0]! * rows, input![1]! * columns, input![2]!];
  },
  run: ({config, inputs}) => {
    const x = inputs[0] as tf.Tensor4D;
    const [rows, columns] = upSampled(config);
    const size: [number, number] = [x.shape[1] * rows, x.shape[2] * columns];
    const how = config['interpolation'] ?? 'nearest';
    if (how === 'nearest') return tf.image.resizeNearestNeighbor(x, size);
    if (how === 'bilinear') return tf.image.resizeBilinear(x, size);
    throw new Error(`Expected \`interpolation\` to be "nearest" or "bilinear", got ${JSON.stringify(how)}.`);
  },
  flow: {kind: 'pass'}
};
