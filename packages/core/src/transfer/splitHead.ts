import {tf} from '@espalier/backend';
import type {Batch, Examples} from '../data.ts';
import {disposeBatch} from '../evaluate.ts';
import {fed, feedOf} from '../graph/feed.ts';
import {forward} from '../graph/forward.ts';
import type {Network} from '../graph/network.ts';
import {planNetwork} from '../graph/planNetwork.ts';
import {inferShapes, layerOf} from '../graph/shapes.ts';
import {StructureError} from '../graph/structureError.ts';

/** A network in two parts: its last layer, and everything in front of it. */
export interface SplitNetwork {
  /** The last layer as a network of its own. Its weights are its own, too, until `join`. */
  readonly head: Network;
  /** What the head reads of these examples: the trunk's output in evaluation mode, made batch by batch. */
  readonly features: (examples: Examples) => Examples;
  /** Gives the network the weights of the head, which is not to be used afterwards. */
  readonly join: () => void;
}

/** Name of the layer that gives the logits. Throws a StructureError where that is no dense layer that reads one vector. */
export function headLayer(network: Pick<Network, 'layers' | 'nodes' | 'outputs'>): string {
  return headNode(network).layer;
}

/**
 * Splits a network in front of its last layer, so that this one can be trained alone: the trunk's batch normalization
 * uses its moving statistics and leaves them be, dropout is off, and no derivative goes beyond the head.
 *
 * Throws a StructureError where the network has several outputs, or the last layer is no dense layer that reads one vector.
 */
export function splitHead(network: Network): SplitNetwork {
  const node = headNode(network);
  const {name, type, config} = layerOf(network, node);
  const [from = ''] = node.inputs;
  const shape = inferShapes(network).get(from)!;
  const plan = planNetwork({name: `${network.name}-head`, inputShape: shape, layers: [{type, name, config}]});
  const own = [...network.weights].filter(([weight]) => weight.startsWith(`${name}/`));
  const head: Network = {...plan, weights: new Map(own.map(([weight, tensor]) => [weight, tensor.clone()]))};
  const batchOf = async (examples: Examples, ...asked: Parameters<Examples['batch']>): Promise<Batch> => {
    const batch = await examples.batch(...asked);
    const x = tf.tidy(() => forward(network, fed(network, feedOf(batch)), [from]).get(from)!); // [batch, features]
    const y = batch.y.clone();
    disposeBatch(batch);
    return {x, y};
  };
  return {
    head,
    features: examples => ({
      size: examples.size,
      classes: examples.classes,
      shape,
      batch: (...asked) => batchOf(examples, ...asked),
      prefetch: indices => examples.prefetch?.(indices)
    }),
    join: () => {
      for (const [weight, tensor] of head.weights) {
        network.weights.get(weight)!.dispose();
        network.weights.set(weight, tensor);
      }
    }
  };
}

function headNode({nodes, layers, outputs}: Pick<Network, 'layers' | 'nodes' | 'outputs'>) {
  const node = nodes.find(({id}) => id === outputs[0])!;
  const {type} = layerOf({layers}, node);
  const calls = nodes.filter(({layer}) => layer === node.layer).length;
  const shape = inferShapes({nodes, layers}).get(node.id)!;
  if (outputs.length === 1 && type === 'Dense' && calls === 1 && shape.length === 1) return node;
  throw new StructureError(
    `Expected a network that ends in one dense layer, the head, got ${outputs.length} outputs and ${node.layer} (${type}).`
  );
}
