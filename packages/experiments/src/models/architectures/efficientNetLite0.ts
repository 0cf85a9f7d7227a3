import {efficientNetLite0 as zoo} from '../zoo/efficientNetLite0.ts';
import type {Architecture} from './architecture.ts';

/** EfficientNet-Lite0 as in the zoo, for the weights that PyTorch ports publish. */
export const efficientNetLite0: Architecture = {
  name: zoo.name,
  summary: 'EfficientNet-B0 for mobile devices; state dicts of PyTorch ports with modules _blocks.N',
  input: 'RGB, (x − 127) / 128',
  inputShape: zoo.inputShape,
  classes: zoo.classes,
  layers: zoo.layers,
  torch: layer => {
    const [, number, part] = /^block(\d+)_(.*)$/.exec(layer) ?? [];
    if (number === undefined) return OUTER[layer] ?? layer;
    return `_blocks.${Number(number) - 1}.${INNER[part!] ?? part}`;
  }
};

const OUTER: Readonly<Record<string, string>> = {
  stem: '_conv_stem',
  stem_bn: '_bn0',
  head: '_conv_head',
  head_bn: '_bn1',
  logits: '_fc'
};

const INNER: Readonly<Record<string, string>> = {
  expand: '_expand_conv',
  expand_bn: '_bn0',
  depthwise: '_depthwise_conv',
  depthwise_bn: '_bn1',
  project: '_project_conv',
  project_bn: '_bn2'
};
