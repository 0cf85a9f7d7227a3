import {type BatchNormTail, tf} from '@espalier/backend';
import {layerType} from '../layers/index.ts';
import type {FirstPooling, LayerCall} from '../layers/layerType.ts';
import {poolsByTwo} from '../layers/pooling.ts';
import {edgeKey} from './kernelReads.ts';
import type {Network, NetworkNode} from './network.ts';
import {findNormTails, type NormTail} from './normTail.ts';
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
  const tails = options.training ? findNormTails(network, needed, new Set(wanted)) : undefined;
  const readersLeft = countReaders(needed);
  const values = new Map(known);
  const done = new Set<NetworkNode>();
  for (const node of needed) {
    if (done.has(node)) continue;
    const inputs = node.inputs.map(id => values.get(id)!);
    const read = [...node.inputs];
    const pooling = pooledFirst.get(node.id);
    const tail = tails?.get(node.id);
    const added = tail?.add && values.get(tail.add.node.inputs[tail.add.other]!)!;
    if (pooling) {
      const pool = firstPooling(network, pooling, options);
      values.set(pooling.id, runNode(network, node, {...options, inputs, pool}));
      done.add(pooling);
    } else if (tail && (!added || tf.util.arraysEqual(added.shape, inputs[0]!.shape))) {
      values.set(tail.relu.id, runNode(network, node, {...options, inputs, tail: batchNormTail(tail, added, options)}));
      done.add(tail.relu);
      if (tail.add) {
        done.add(tail.add.node);
        read.push(tail.add.node.inputs[tail.add.other]!);
      }
    } else {
      values.set(node.id, runNode(network, node, {...options, inputs}));
    }
    for (const id of read) {
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

function batchNormTail({add}: NormTail, added: tf.Tensor | undefined, {edge}: ForwardOptions): BatchNormTail {
  return {added: added && edge ? edge(edgeKey(add!.node.id, add!.other), added) : added};
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
  readonly tail?: LayerCall['tail'];
}

function runNode(
  network: Network,
  node: NetworkNode,
  {inputs, pool, tail, training = false, seed = 0, edge, update}: NodeCall
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
      tail,
      read: (name, tensor) => (edge ? edge(edgeKey(node.id, name), tensor) : tensor),
      unobserved: !edge,
      update: (name, value) => update?.(`${layer.name}/${name}`, value)
    })
  );
}
