import {activationBytes} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';

const BYTES = 2 ** 30;
const MOST = 250;

/** Examples a minibatch such that all activations of a network together take about 1 GiB, but no more than 250. */
export function fittingBatch(network: Network): number {
  return Math.max(1, Math.min(MOST, Math.floor(BYTES / activationBytes(network))));
}
