import {activation, elu, leakyRelu, relu, thresholdedRelu} from './activation.ts';
import {batchNormalization} from './batchNormalization.ts';
import {bidirectional} from './bidirectional.ts';
import {conv1d} from './conv1d.ts';
import {conv2d} from './conv2d.ts';
import {conv2dTranspose} from './conv2dTranspose.ts';
import {conv3d} from './conv3d.ts';
import {conv3dTranspose} from './conv3dTranspose.ts';
import {dense} from './dense.ts';
import {depthwiseConv2d} from './depthwiseConv2d.ts';
import {dropout, spatialDropout1d} from './dropout.ts';
import {embedding} from './embedding.ts';
import {flatten} from './flatten.ts';
import {inputLayer} from './inputLayer.ts';
import {layerNormalization} from './layerNormalization.ts';
import type {Config, Flow, LayerType} from './layerType.ts';
import {add, average, concatenate, maximum, minimum, multiply} from './merge.ts';
import {alphaDropout, gaussianDropout, gaussianNoise} from './noise.ts';
import {opaque} from './opaque.ts';
import {averagePooling1d, globalAveragePooling1d, globalMaxPooling1d, maxPooling1d} from './pooling1d.ts';
import {averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d} from './pooling2d.ts';
import {averagePooling3d, maxPooling3d} from './pooling3d.ts';
import {prelu} from './prelu.ts';
import {gru, lstm, simpleRnn} from './recurrent.ts';
import {repeatVector} from './repeatVector.ts';
import {rescaling} from './rescaling.ts';
import {permute, reshape} from './reshape.ts';
import {cropping2d, upSampling2d, zeroPadding2d} from './resize2d.ts';
import {separableConv2d} from './separableConv2d.ts';
import {softmax} from './softmax.ts';
import {timeDistributed} from './timeDistributed.ts';

const LAYER_TYPES: readonly LayerType[] = [
  activation,
  add,
  alphaDropout,
  average,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  batchNormalization,
  bidirectional,
  concatenate,
  conv1d,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  cropping2d,
  dense,
  depthwiseConv2d,
  dropout,
  elu,
  embedding,
  flatten,
  gaussianDropout,
  gaussianNoise,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  gru,
  inputLayer,
  layerNormalization,
  leakyRelu,
  lstm,
  maximum,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
  minimum,
  multiply,
  permute,
  prelu,
  relu,
  repeatVector,
  rescaling,
  reshape,
  separableConv2d,
  simpleRnn,
  softmax,
  spatialDropout1d,
  thresholdedRelu,
  timeDistributed,
  upSampling2d,
  zeroPadding2d
];

/** What TensorFlow.js computes and pruning leaves alone. */
const OPAQUE: readonly LayerType[] = ['ConvLSTM2D', 'Dot'].map(opaque);

const BY_NAME: ReadonlyMap<string, LayerType> = new Map(
  [...LAYER_TYPES, ...OPAQUE].map(layerType => [layerType.type, layerType])
);

export function layerTypeNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

/** The layer type of a Keras class name. Throws on a class that the engine does not know. */
export function layerType(type: string): LayerType {
  const found = BY_NAME.get(type);
  if (!found) throw new Error(`Unknown layer class "${type}". Known: ${layerTypeNames().join(', ')}.`);
  return found;
}

/** How channels pass through a layer as it is configured. */
export function flowOf({type, config}: {readonly type: string; readonly config: Config}): Flow {
  const {flow} = layerType(type);
  return typeof flow === 'function' ? flow(config) : flow;
}
