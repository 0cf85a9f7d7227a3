import type {tf} from '@espalier/backend';
import {layerType} from '../layers/index.ts';
import type {FirstPooling, LayerCall} from '../layers/layerType.ts';
import {poolsByTwo} from '../layers/pooling.ts';
import {edgeKey} from './kernelReads.ts';
import type {Network, NetworkNode} from './network.ts';
import {findPooledFirst} from './poolFirst.ts';
import {inLayer, layerOf} from './shapes.ts';

export interface ForwardOptions {
  /** Batch statistics and dropout, as while training. */
  readonly training?: boolean;
  /** Seed of this pass, for dropout. */
  readonly seed?: number;
  /**
   * Stands between a tensor and what reads it, `node:input` or `node:name` for tensors inside a layer: taps and
   * ablation. Returns a tensor of its own, or the same.
   */
  readonly edge?: (key: string, tensor: tf.Tensor) => tf.Tensor;
  /** Receives new moving statistics by weight name; without it they are dropped. */
  readonly update?: (name: string, value: tf.Tensor) => void;
}

/**
 * Computes the nodes `wanted` from the nodes already `known`, running only what lies between them: a pass can start at
 * any layer. Run it inside a tidy scope.
 *
 * Returns the wanted tensors; tensors in between are disposed as soon as their last reader has run. Known tensors are
 * left alone.
 */
export function forward(
  network: Network,
  known: ReadonlyMap<string, tf.Tensor>,
  wanted: readonly string[],
  options: ForwardOptions = {}
): Map<string, tf.Tensor> {
  const needed = neededNodes(network, known, wanted);
  const pooledFirst = findPooledFirst(network, needed, new Set(wanted));
  const readersLeft = countReaders(needed);
  const values = new Map(known);
  const run = (node: NetworkNode, inputs: readonly tf.Tensor[], pool?: LayerCall['pool']) =>
    runNode(network, node, {...options, inputs, pool});
  const done = new Set<NetworkNode>();
  for (const node of needed) {
    if (done.has(node)) continue;
    const inputs = node.inputs.map(id => values.get(id)!);
    const pooling = pooledFirst.get(node.id);
    if (pooling) {
      values.set(pooling.id, run(node, inputs, firstPooling(network, pooling, options)));
      done.add(pooling);
    } else {
      values.set(node.id, run(node, inputs));
    }
    for (const id of node.inputs) {
      const left = readersLeft.get(id)! - 1;
      readersLeft.set(id, left);
      if (left === 0 && !known.has(id) && !wanted.includes(id)) values.get(id)!.dispose();
    }
  }
  return new Map(wanted.map(id => [id, values.get(id)!]));
}

/** Max-pooling by `pooling` as a layer applies it in front of its bias and activation. */
export function firstPooling(network: Network, pooling: NetworkNode, options: ForwardOptions = {}): FirstPooling {
  return {
    apply: map => runNode(network, pooling, {...options, inputs: [map]}),
    byTwo: poolsByTwo(layerOf(network, pooling).config)
  };
}

/** Nodes to run, in order: ancestors of what is wanted, as far as the known ones. */
export function neededNodes(
  network: Network,
  known: {readonly has: (id: string) => boolean},
  wanted: readonly string[]
): NetworkNode[] {
  const needed = new Set(wanted);
  const nodes: NetworkNode[] = [];
  for (let i = network.nodes.length - 1; i >= 0; i--) {
    const node = network.nodes[i]!;
    if (!needed.has(node.id) || known.has(node.id)) continue;
    nodes.push(node);
    node.inputs.forEach(id => needed.add(id));
  }
  return nodes.reverse();
}

function countReaders(nodes: readonly NetworkNode[]): Map<string, number> {
  const readers = new Map<string, number>();
  for (const node of nodes) for (const id of node.inputs) readers.set(id, (readers.get(id) ?? 0) + 1);
  return readers;
}

interface NodeCall extends ForwardOptions {
  readonly inputs: readonly tf.Tensor[];
  readonly pool?: LayerCall['pool'];
}

function runNode(
  network: Network,
  node: NetworkNode,
  {inputs, pool, training = false, seed = 0, edge, update}: NodeCall
): tf.Tensor {
  const layer = layerOf(network, node);
  return inLayer(layer, () =>
    layerType(layer.type).run({
      config: layer.config,
      inputs: edge ? inputs.map((tensor, input) => edge(edgeKey(node.id, input), tensor)) : inputs,
      weight: name => network.weights.get(`${layer.name}/${name}`)!,
      training,
      seed: seed + network.nodes.indexOf(node),
      pool,
      read: (name, tensor) => (edge ? edge(edgeKey(node.id, name), tensor) : tensor),
      update: (name, value) => update?.(`${layer.name}/${name}`, value)
    })
  );
}
