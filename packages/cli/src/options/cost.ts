import {Option} from 'commander';
import {UsageError} from '../errors/UsageError.ts';

/** What units save, as the `cost` of an experiment file: with a price of what the mean unit saves, or as divisor. */
export interface CostValue {
  readonly of: string;
  readonly lambda?: number;
}

const QUANTITIES = ['flops', 'memory', 'latency'];

export function costOption(): Option {
  return new Option(
    '--cost <what>',
    'flops, memory or latency: scores are divided by what the network saves of it without a unit, relative to the mean ' +
      'unit; with a price as in memory=0.1, that many times it is taken away instead. Latency is measured once, at the start'
  ).argParser(parseCost);
}

/** `memory`, or `memory=0.1`. */
function parseCost(text: string): CostValue {
  const [, of = '', , number = ''] = /^([a-z]+)(=(.+))?$/.exec(text) ?? [];
  const lambda = number.trim() === '' ? undefined : Number(number);
  if (QUANTITIES.includes(of) && (lambda === undefined || (Number.isFinite(lambda) && lambda >= 0))) {
    return {of, ...(lambda !== undefined && {lambda})};
  }
  throw new UsageError(
    `Expected --cost to be flops, memory or latency, or with a price of at least 0 as in memory=0.1, got "${text}".`
  );
}
