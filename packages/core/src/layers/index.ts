import {activation, elu, leakyRelu, relu, softmax} from './activation.ts';
import {batchNormalization} from './batchNormalization.ts';
import {conv2d} from './conv2d.ts';
import {depthwiseConv2d} from './depthwiseConv2d.ts';
import {dense} from './dense.ts';
import {dropout} from './dropout.ts';
import {flatten} from './flatten.ts';
import {inputLayer} from './inputLayer.ts';
import type {Config, Flow, LayerType} from './layerType.ts';
import {add, average, concatenate, maximum, minimum, multiply} from './merge.ts';
import {averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d} from './pooling2d.ts';
import {cropping2d, upSampling2d, zeroPadding2d} from './resize2d.ts';
import {bidirectional} from './bidirectional.ts';
import {permute, reshape} from './reshape.ts';
import {gru, lstm, simpleRnn} from './recurrent.ts';
import {separableConv2d} from './separableConv2d.ts';
import {timeDistributed} from './timeDistributed.ts';

const LAYER_TYPES: readonly LayerType[] = [
  activation,
  add,
  average,
  averagePooling2d,
  batchNormalization,
  bidirectional,
  concatenate,
  conv2d,
  cropping2d,
  dense,
  depthwiseConv2d,
  dropout,
  elu,
  flatten,
  globalAveragePooling2d,
  globalMaxPooling2d,
  gru,
  inputLayer,
  leakyRelu,
  lstm,
  maximum,
  maxPooling2d,
  minimum,
  multiply,
  permute,
  relu,
  reshape,
  separableConv2d,
  simpleRnn,
  softmax,
  timeDistributed,
  upSampling2d,
  zeroPadding2d
];

const BY_NAME: ReadonlyMap<string, LayerType> = new Map(LAYER_TYPES.map(layerType => [layerType.type, layerType]));

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
