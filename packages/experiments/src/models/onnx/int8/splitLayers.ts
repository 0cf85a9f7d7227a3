import {cloneNetwork, type Layer, type Network, type NetworkNode} from '@espalier/core';
import {innerLayer, outputActivation, pair, putSoftmaxBack, withInnerConfig, type Config} from '@espalier/core/layers';

const WITH_KERNELS = ['Conv1D', 'Conv2D', 'Conv3D', 'Dense', 'DepthwiseConv2D', 'SeparableConv2D'];

/**
 * The same network in steps that can be looked at one by one: activations, and both halves of a separable convolution,
 * are layers of their own, and the final softmax is one too. Nodes keep their ids; what is new is named `id/…`.
 *
 * It has weights of its own, which the caller frees.
 */
export function splitLayers(network: Network): Network {
  const {layers, nodes, outputs} = putSoftmaxBack(network);
  const split: Network = {
    ...cloneNetwork(network),
    layers: new Map(),
    nodes: [],
    outputs,
    softmax: outputs.map(() => ({kind: 'none'}))
  };
  for (const node of nodes) for (const step of stepsOf(layers.get(node.layer)!, node)) addStep(split, step);
  for (const layer of layers.values()) if (isSeparable(layer)) shareWeights(split, layer.name);
  return split;
}

interface Step {
  readonly node: NetworkNode;
  readonly layer: Layer;
}

function addStep({layers, nodes}: Network, {node, layer}: Step): void {
  layers.set(layer.name, layer);
  nodes.push(node);
}

/** A node as steps in a row; the last one has the node's id. */
function stepsOf(layer: Layer, {id, inputs}: NetworkNode): readonly Step[] {
  const plans = [...kernelSteps(layer), ...activationStep(layer)];
  let read = inputs;
  return plans.map((plan, i) => {
    const own = i === plans.length - 1 ? id : `${id}/${i}`;
    const node = {id: own, layer: plan.name, inputs: read};
    read = [own];
    return {node, layer: plan};
  });
}

function kernelSteps(layer: Layer): readonly Layer[] {
  const linear = withoutActivation(layer);
  if (!isSeparable(layer)) return [linear];
  const {config} = linear;
  const part = (name: string, type: string, own: Config): Layer => ({name, type, config: {...config, ...own, name}});
  return [
    part(depthwiseName(layer.name), 'DepthwiseConv2D', {use_bias: false}),
    part(pointwiseName(layer.name), 'Conv2D', {kernel_size: [1, 1], strides: [1, 1], padding: 'valid'})
  ];
}

const depthwiseName = (name: string) => `${name}/depthwise`;
const pointwiseName = (name: string) => `${name}/pointwise`;

/** A dilated one stays whole: the engine has no dilated depthwise convolution by itself. */
function isSeparable({type, config}: Layer): boolean {
  return type === 'SeparableConv2D' && pair(config, 'dilation_rate', 1).every(rate => rate === 1);
}

function shareWeights({weights}: Network, name: string): void {
  const moved = {
    [`${name}/depthwise_kernel`]: `${depthwiseName(name)}/depthwise_kernel`,
    [`${name}/pointwise_kernel`]: `${pointwiseName(name)}/kernel`,
    [`${name}/bias`]: `${pointwiseName(name)}/bias`
  };
  for (const [before, after] of Object.entries(moved)) {
    const tensor = weights.get(before);
    if (!tensor) continue;
    weights.delete(before);
    weights.set(after, tensor);
  }
}

/** A layer with a kernel, or one of those inside TimeDistributed, without its activation. */
function withoutActivation(layer: Layer): Layer {
  if (activationStep(layer).length === 0) return layer;
  const linear = (config: Config) => ({...config, activation: 'linear'});
  const {config} = layer;
  const own =
    layer.type === 'TimeDistributed' ? withInnerConfig(config, linear(innerLayer(config).config)) : linear(config);
  return {...layer, config: own};
}

function activationStep({name, type, config}: Layer): readonly Layer[] {
  const own = type === 'TimeDistributed' ? innerLayer(config) : {type, config};
  if (!WITH_KERNELS.includes(own.type)) return [];
  const activation = outputActivation(own.config);
  if (activation === 'linear') return [];
  return [{name: `${name}/activation`, type: 'Activation', config: {name: `${name}/activation`, activation}}];
}
