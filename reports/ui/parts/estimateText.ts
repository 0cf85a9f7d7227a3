import type {Estimate} from '../../statistics/meanInterval.ts';
import type {Quantity} from '../measures.ts';

/** `85.1 % [83.0 %, 87.2 %]`: mean and 95 % interval, where more than one seed gives one. */
export function estimateText({value, low, high}: Estimate, {write}: Quantity): string {
  return low === undefined || high === undefined ? write(value) : `${write(value)} [${write(low)}, ${write(high)}]`;
}
