import type {tf} from '@espalier/backend';
import type {Batch} from '../data.ts';
import type {Network} from './network.ts';

/** Values for a network's inputs, each [batch, …shape]: one tensor, or a list for a network that has several inputs. */
export type Feed = tf.Tensor | readonly tf.Tensor[];

/** The inputs of a minibatch. */
export function feedOf({x, more = []}: Batch): readonly tf.Tensor[] {
  return [x, ...more];
}

/** Values by input node, as `forward` takes them. Throws where their number is not that of the network's inputs. */
export function fed({inputs}: Network, feed: Feed): Map<string, tf.Tensor> {
  const values = Array.isArray(feed) ? (feed as readonly tf.Tensor[]) : [feed as tf.Tensor];
  if (values.length !== inputs.length) {
    throw new Error(`Expected values for the inputs ${inputs.join(', ')}, got ${values.length}.`);
  }
  return new Map(inputs.map((id, i) => [id, values[i]!]));
}
