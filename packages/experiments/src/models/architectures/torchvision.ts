import {ZOO} from '../zoo/index.ts';
import type {Architecture} from './architecture.ts';

const NORMALIZED = 'RGB, x / 255, less (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225)';

function fromZoo(name: string): Pick<Architecture, 'name' | 'inputShape' | 'classes' | 'layers' | 'summary' | 'input'> {
  const {inputShape, classes, layers, summary} = ZOO.find(network => network.name === name)!;
  return {name, inputShape, classes, layers, summary: `${summary}; state dicts of torchvision`, input: NORMALIZED};
}

export const resnet50: Architecture = {
  ...fromZoo('resnet-50'),
  torch: layer => {
    const [, stage, block, part] = /^block(\d)_(\d+)_(.*)$/.exec(layer) ?? [];
    if (stage === undefined) return {conv1_bn: 'bn1', logits: 'fc'}[layer] ?? layer;
    const module = part!
      .replace(/^conv(\d)_bn$/, 'bn$1')
      .replace(/^shortcut_bn$/, 'downsample.1')
      .replace(/^shortcut$/, 'downsample.0');
    return `layer${stage}.${Number(block) - 1}.${module}`;
  }
};

export const mobilenetV2: Architecture = {
  ...fromZoo('mobilenet-v2'),
  torch: layer => {
    const [, number, part] = /^block(\d+)_(.*)$/.exec(layer) ?? [];
    if (number === undefined) return MOBILE_OUTER[layer] ?? layer;
    // The first block has no expansion, and so one module less in front.
    const shift = number === '1' ? 1 : 0;
    const [position, inner] = MOBILE_INNER[part!]!;
    return `features.${number}.conv.${[position - shift, ...inner].join('.')}`;
  }
};

const MOBILE_OUTER: Readonly<Record<string, string>> = {
  stem: 'features.0.0',
  stem_bn: 'features.0.1',
  head: 'features.18.0',
  head_bn: 'features.18.1',
  logits: 'classifier.1'
};

/** Place in the block's list of modules, and in the group of convolution, normalization and activation there. */
const MOBILE_INNER: Readonly<Record<string, readonly [number, readonly number[]]>> = {
  expand: [0, [0]],
  expand_bn: [0, [1]],
  depthwise: [1, [0]],
  depthwise_bn: [1, [1]],
  project: [2, []],
  project_bn: [3, []]
};
