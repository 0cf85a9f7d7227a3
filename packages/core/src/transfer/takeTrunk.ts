import type {Network} from '../graph/network.ts';
import {headLayer} from './splitHead.ts';

/**
 * Gives a network the weights of another one in all layers but the last, the head; moving statistics are among them. The
 * layers have the same names and sizes, except that the other one may end in another head, or before it. Disposes what it
 * replaces; `source` is left alone.
 */
export function takeTrunk(network: Network, source: Network): void {
  const head = `${headLayer(network)}/`;
  const names = [...network.weights.keys()].filter(name => !name.startsWith(head));
  for (const name of names) {
    const [own, given] = [network.weights.get(name)!, source.weights.get(name)];
    const shape = given ? `[${given.shape.join(', ')}]` : 'none';
    if (given?.shape.join() !== own.shape.join()) {
      throw new Error(`Expected ${source.name} to have ${name} of shape [${own.shape.join(', ')}], got ${shape}.`);
    }
  }
  for (const name of names) {
    network.weights.get(name)!.dispose();
    network.weights.set(name, source.weights.get(name)!.clone());
  }
}
