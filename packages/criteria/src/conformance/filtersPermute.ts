import type {Network} from '@espalier/core';
import {expectClose} from './expectClose.ts';
import {changeWeight, kitNetwork} from './kitNetwork.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

/** Filter i of the permuted network is filter ORDER[i] of the other. */
const ORDER: readonly number[] = [3, 0, 4, 2, 1];

export const filtersPermute: Law = {
  law: "permuting a layer's filters permutes its scores",
  binds: ({laws}) => laws.permutes,
  check: async criterion => {
    const scores = await scoreBy(criterion);
    const permuted = await scoreBy(criterion, {network: permutedNetwork()});
    const expected = scores.map((score, unit) => (unit < ORDER.length ? scores[ORDER[unit]!]! : score));
    expectClose(permuted, expected, {what: 'permuted filters to have permuted scores'});
  }
};

function permutedNetwork(): Network {
  const network = kitNetwork([ORDER.length, 7]);
  permuteAxis(network, 'conv1/kernel', 3);
  permuteAxis(network, 'conv1/bias', 0);
  permuteAxis(network, 'conv2/kernel', 2);
  return network;
}

function permuteAxis(network: Network, name: string, axis: number): void {
  const before = network.weights.get(name)!;
  const values = before.dataSync();
  const strides = before.shape.map((_, i) => before.shape.slice(i + 1).reduce((product, size) => product * size, 1));
  changeWeight(network, name, (_value, index) => {
    const source = index.map((position, i) => (i === axis ? ORDER[position]! : position));
    return values[source.reduce((at, position, i) => at + position * strides[i]!, 0)]!;
  });
}
