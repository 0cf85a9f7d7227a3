import type {LayerPlan} from '@espalier/core';
import {classifier} from './layerPlans.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 64;

/** Filters of a 3 × 3 × 3 convolution in base widths, or frames that max-pooling takes together (and 2 × 2 pixels). */
const TRUNK = [
  {name: 'conv1a', times: 1},
  {name: 'pool1', frames: 1},
  {name: 'conv2a', times: 2},
  {name: 'pool2', frames: 2},
  {name: 'conv3a', times: 4},
  {name: 'conv3b', times: 4},
  {name: 'pool3', frames: 2},
  {name: 'conv4a', times: 8},
  {name: 'conv4b', times: 8},
  {name: 'pool4', frames: 2},
  {name: 'conv5a', times: 8},
  {name: 'conv5b', times: 8},
  {name: 'pool5', frames: 1}
] as const;

/**
 * Recurrent 3-D network for gestures: the convolutions of C3D over clips of 8 depth frames, a recurrent layer of 256
 * units over the clips, one dense layer: 2752 units, 37.8 GFLOPs a clip.
 *
 * The input is one clip [frames, height, width, channels] or several [clips, frames, height, width, channels]; one clip
 * of more than 8 frames makes a step of the recurrent layer every 8. Its base width w, 64, makes convolutions of w, 2w,
 * 4w and 8w filters and a recurrent layer of 4w units.
 *
 * Ours, where the papers leave it open or their figure asks for it: one input channel; 37.8 GFLOPs are the
 * convolutions' alone, so that the recurrent layer reads their pooled maps directly (the two dense layers of 4096 units
 * that C3D has there would make it 37.9); the last pooling leaves time alone, of which it finds one step (C3D has 16
 * frames); tanh in the recurrent layer.
 *
 * Source: Molchanov et al., CVPR 2016; Tran et al., ICCV 2015, arXiv:1412.0767 (C3D); the figure is from Molchanov et
 * al., ICLR 2017, arXiv:1611.06440.
 */
export const r3dCnn: ZooNetwork = {
  name: 'r3d-cnn',
  summary: 'for clips of depth frames: the eight convolutions of C3D, a recurrent layer over clips',
  source: 'Molchanov et al. 2016; Tran et al. 2015, arXiv:1412.0767',
  input: {what: 'clips [frames, height, width, channels]', smallest: [8, 32, 32, 1], repeated: 'clips'},
  inputShape: [8, 112, 112, 1],
  classes: 25,
  width: WIDTH,
  layers: (classes, inputShape, width = WIDTH) => [
    ...TRUNK.map(layer => ('times' in layer ? convolution(layer, width) : pool(layer))).map(layer =>
      inputShape.length > 4 ? overSteps(layer) : layer
    ),
    overSteps({type: 'Flatten', name: 'features', config: {}}),
    {type: 'SimpleRNN', name: 'recurrent', config: {units: 4 * width, activation: 'tanh', use_bias: true}},
    classifier(classes)
  ]
};

function convolution({name, times}: {readonly name: string; readonly times: number}, width: number): LayerPlan {
  const window = {
    filters: times * width,
    kernel_size: [3, 3, 3],
    strides: [1, 1, 1],
    padding: 'same',
    data_format: 'channels_last'
  };
  return {type: 'Conv3D', name, config: {...window, activation: 'relu', use_bias: true}};
}

function pool({name, frames}: {readonly name: string; readonly frames: number}): LayerPlan {
  const size = [frames, 2, 2];
  const config = {pool_size: size, strides: size, padding: 'valid', data_format: 'channels_last'};
  return {type: 'MaxPooling3D', name, config};
}

/** A layer for each step of its input: Flatten makes one row of numbers of each clip, or of each frame that is left. */
function overSteps({type, name, config}: LayerPlan): LayerPlan {
  const layer = {class_name: type, config: {...config, name: `${name}_step`}};
  return {type: 'TimeDistributed', name, config: {layer}};
}
