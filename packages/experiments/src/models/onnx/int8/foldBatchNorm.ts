import {tf} from '@espalier/backend';
import type {Layer, Network, NetworkNode} from '@espalier/core';
import {flag, numberOr} from '@espalier/core/layers';

const KERNELS: Readonly<Record<string, string>> = {
  Conv1D: 'kernel',
  Conv2D: 'kernel',
  Conv3D: 'kernel',
  Dense: 'kernel',
  DepthwiseConv2D: 'depthwise_kernel'
};

/**
 * Takes batch normalization into the kernel in front of it, where nothing else reads between them: outside of training
 * it is a factor and an offset for each channel. The network is changed; its layers must have no activations of their
 * own (`splitLayers`).
 */
export function foldBatchNorm(network: Network): void {
  for (const norm of [...network.nodes]) {
    const layer = network.layers.get(norm.layer)!;
    const before = network.nodes.find(({id}) => id === norm.inputs[0]);
    if (layer.type !== 'BatchNormalization' || !before || !mayFold(network, before, norm)) continue;
    const kernel = network.layers.get(before.layer)!;
    fold(network, kernel, layer);
    network.layers.set(kernel.name, {...kernel, config: {...kernel.config, use_bias: true}});
    network.layers.delete(layer.name);
    const whole = {...before, id: norm.id};
    network.nodes = network.nodes.filter(node => node !== norm).map(node => (node === before ? whole : node));
  }
}

function mayFold({nodes, layers, outputs}: Network, before: NetworkNode, norm: NetworkNode): boolean {
  const calls = (name: string) => nodes.filter(({layer}) => layer === name).length;
  const readers = nodes.filter(({inputs}) => inputs.includes(before.id));
  const once = calls(before.layer) === 1 && calls(norm.layer) === 1 && readers.length === 1;
  return once && !outputs.includes(before.id) && layers.get(before.layer)!.type in KERNELS;
}

function fold({weights}: Network, kernel: Layer, norm: Layer): void {
  const name = `${kernel.name}/${KERNELS[kernel.type]!}`;
  const [before, bias] = [weights.get(name)!, weights.get(`${kernel.name}/bias`)];
  const of = (key: string) => weights.get(`${norm.name}/${key}`)!;
  // [channels made]
  const factor = tf.tidy(() => {
    const deviation = tf.sqrt(tf.add(of('moving_variance'), numberOr(norm.config, 'epsilon', 1e-3)));
    return tf.div(flag(norm.config, 'scale', true) ? of('gamma') : 1, deviation);
  });
  const offset = tf.tidy(() => {
    const moved = tf.mul(tf.sub(bias ?? 0, of('moving_mean')), factor);
    return flag(norm.config, 'center', true) ? tf.add(moved, of('beta')) : moved;
  });
  // A depthwise kernel's channels are its last two axes.
  const folded = tf.tidy(() =>
    tf.mul(before, kernel.type === 'DepthwiseConv2D' ? tf.reshape(factor, before.shape.slice(2)) : factor)
  );
  for (const key of [...weights.keys()].filter(key => key.startsWith(`${norm.name}/`))) {
    weights.get(key)!.dispose();
    weights.delete(key);
  }
  tf.dispose([before, factor, ...(bias ? [bias] : [])]);
  weights.set(name, folded).set(`${kernel.name}/bias`, offset);
}
