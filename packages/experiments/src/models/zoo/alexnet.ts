import type {LayerPlan} from '@espalier/core';
import {classifier, convolution, dense, dropout, flatten, joined, maxPool} from './layerPlans.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/**
 * AlexNet as Caffe ships it, without local response normalization: 1376 units.
 *
 * Layers classes have no groups in TensorFlow.js, so that the two towers are convolutions of their own: `conv4a` reads
 * `conv3a`, `conv4b` reads `conv3b`; `conv3a`, `conv3b` and the first dense layer read both towers.
 *
 * Source: Krizhevsky et al., NeurIPS 2012; Jia et al., arXiv:1408.5093 (CaffeNet).
 */
export const alexnet: ZooNetwork = {
  name: 'alexnet',
  summary: 'CaffeNet: five convolutions in two towers, three dense layers, no response normalization',
  source: 'Krizhevsky et al. 2012; Jia et al. 2014, arXiv:1408.5093',
  input: images(67),
  inputShape: [227, 227, 3],
  classes: 1000,
  layers: classes => [
    ...towers(tower => lowerTower(tower)),
    joined('Concatenate', 'pool2', ['pool2a', 'pool2b']),
    ...towers(tower => upperTower(tower)),
    joined('Concatenate', 'pool5', ['pool5a', 'pool5b']),
    flatten(),
    dense('fc6', 4096),
    dropout('drop6'),
    dense('fc7', 4096),
    dropout('drop7'),
    classifier(classes)
  ]
};

function towers(layers: (tower: string) => readonly LayerPlan[]): LayerPlan[] {
  return ['a', 'b'].flatMap(layers);
}

function lowerTower(tower: string): LayerPlan[] {
  return [
    convolution(`conv1${tower}`, 48, 11, {strides: 4, padding: 'valid', inputs: ['input']}),
    maxPool(`pool1${tower}`, {size: 3}),
    convolution(`conv2${tower}`, 128, 5),
    maxPool(`pool2${tower}`, {size: 3})
  ];
}

function upperTower(tower: string): LayerPlan[] {
  return [
    convolution(`conv3${tower}`, 192, 3, {inputs: ['pool2']}),
    convolution(`conv4${tower}`, 192, 3),
    convolution(`conv5${tower}`, 128, 3),
    maxPool(`pool5${tower}`, {size: 3})
  ];
}
