import {vgg16 as zoo, vgg16Convolutions} from '../zoo/vgg16.ts';
import type {Architecture} from './architecture.ts';

/** Position of each convolution in the list of modules that torchvision calls `features`. */
const FEATURES: Readonly<Record<string, number>> = Object.fromEntries(
  ['1_1', '1_2', '2_1', '2_2', '3_1', '3_2', '3_3', '4_1', '4_2', '4_3', '5_1', '5_2', '5_3'].map((name, i) => {
    const pools = Number(name[0]) - 1;
    return [`conv${name}`, 2 * i + pools];
  })
);
const CLASSIFIER: Readonly<Record<string, number>> = {fc6: 0, fc7: 3, logits: 6};
const KERAS: Readonly<Record<string, string>> = {fc6: 'fc1', fc7: 'fc2', logits: 'predictions'};

function torch(layer: string): string {
  return layer in FEATURES ? `features.${FEATURES[layer]}` : `classifier.${CLASSIFIER[layer]}`;
}

/** Blocks and convolutions are counted from 1 in names such as `conv3_2`. */
function keras(layer: string): readonly string[] {
  const [, block, index] = /^conv(\d)_(\d)$/.exec(layer) ?? [];
  if (block === undefined) return [KERAS[layer] ?? layer];
  const position = Number(index) - 1;
  // Keras' own networks; a model of one Sequential a block.
  return [`block${block}_conv${index}`, `block${block}/layers/conv2d${position === 0 ? '' : `_${position}`}`];
}

/** VGG-16 as in the zoo, for the weights that torchvision and Keras publish. */
export const vgg16: Architecture = {
  name: 'vgg-16',
  summary: `${zoo.summary}; weights of torchvision and of Keras' applications`,
  input: 'as whoever trained it: torchvision RGB, x / 255 normalized by channel; Keras BGR less its mean',
  inputShape: zoo.inputShape,
  classes: zoo.classes,
  layers: zoo.layers,
  torch,
  keras
};

/** The convolutions of VGG-16 alone, to the last one: a network that gives 512 feature maps. */
export const vgg16Trunk: Architecture = {
  ...vgg16,
  name: 'vgg-16-trunk',
  summary: `the thirteen convolutions of VGG-16, without what follows; weights as for vgg-16, or in blocks`,
  classes: undefined,
  layers: () => vgg16Convolutions().slice(0, -1)
};
