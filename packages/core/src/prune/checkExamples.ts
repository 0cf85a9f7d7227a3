import {countFlops} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';

const MOST = 8;
const LEAST = 2;

/** FLOPs that one pass of the self-check may cost, so that it stays small beside a minibatch of fine-tuning. */
const AFFORDABLE_FLOPS = 8e9;

/** On how many examples removals are checked: 8, fewer for a network so heavy that 8 would take long. */
export function checkExamples(network: Network): number {
  return Math.max(LEAST, Math.min(MOST, Math.floor(AFFORDABLE_FLOPS / countFlops(network))));
}
