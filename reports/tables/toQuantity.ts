import type {Estimate} from '../statistics/meanInterval.ts';
import {NONE, type Quantity} from './table.ts';

/** A mean over seeds with its interval, as a cell. */
export function toQuantity(estimate: Estimate | undefined): Quantity {
  return estimate ? {value: estimate.value, low: estimate.low, high: estimate.high, n: estimate.n} : NONE;
}
