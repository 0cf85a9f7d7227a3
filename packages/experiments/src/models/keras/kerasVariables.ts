import {record, type Json} from './json.ts';
import type {LayerJson} from './kerasLayer.ts';

/** A weight of a layer: where Keras 3 keeps it below the layer's group, and how TensorFlow.js names it. */
export interface KerasVariable {
  readonly path: string;
  readonly name: string;
}

const convolution = (config: Json): string[] => ['kernel', ...bias(config)];
const depthwise = (config: Json): string[] => ['depthwise_kernel', ...bias(config)];
const separable = (config: Json): string[] => ['depthwise_kernel', 'pointwise_kernel', ...bias(config)];
const recurrent = (config: Json): string[] => ['kernel', 'recurrent_kernel', ...bias(config)];
const normalization = ({scale, center}: Json): string[] => [
  ...(scale === false ? [] : ['gamma']),
  ...(center === false ? [] : ['beta'])
];

/** Names of a layer's weights in the order in which Keras keeps them. */
const NAMES: Readonly<Record<string, (config: Json) => readonly string[]>> = {
  BatchNormalization: config => [...normalization(config), 'moving_mean', 'moving_variance'],
  Conv1D: convolution,
  Conv2D: convolution,
  Conv2DTranspose: convolution,
  Conv3D: convolution,
  Conv3DTranspose: convolution,
  Dense: convolution,
  DepthwiseConv2D: depthwise,
  Embedding: () => ['embeddings'],
  GRU: recurrent,
  LayerNormalization: normalization,
  LSTM: recurrent,
  PReLU: () => ['alpha'],
  SeparableConv1D: separable,
  SeparableConv2D: separable,
  SimpleRNN: recurrent
};

/** The weights of a layer in Keras' order. Layers of classes that have none, or that nobody knows, give none. */
export function kerasVariables({class_name: type, config}: LayerJson): readonly KerasVariable[] {
  if (type === 'TimeDistributed') {
    return within(kerasVariables(inner(config)), {folder: 'layer', prefix: ''});
  }
  if (type === 'Bidirectional') {
    const layer = inner(config);
    return (['forward', 'backward'] as const).flatMap(direction =>
      within(kerasVariables(layer), {
        folder: `${direction}_layer`,
        prefix: `${direction}_${String(layer.config['name'])}/`
      })
    );
  }
  const names = NAMES[type]?.(config) ?? [];
  const folder = NAMES[type] === recurrent ? 'cell/vars' : 'vars';
  return names.map((name, index) => ({path: `${folder}/${index}`, name}));
}

function inner(config: Json): LayerJson {
  return record(config['layer'], '`layer`') as unknown as LayerJson;
}

function within(
  variables: readonly KerasVariable[],
  {folder, prefix}: {readonly folder: string; readonly prefix: string}
): KerasVariable[] {
  return variables.map(({path, name}) => ({path: `${folder}/${path}`, name: `${prefix}${name}`}));
}

function bias(config: Json): string[] {
  return config['use_bias'] === false ? [] : ['bias'];
}
