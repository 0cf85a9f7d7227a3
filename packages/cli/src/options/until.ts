import {UsageError} from '../errors/UsageError.ts';

const TARGETS = ['flops', 'params', 'units', 'memory', 'latency', 'drop'];

/** Metrics that may drop. */
export const DROP_METRICS = [
  'accuracy',
  'balancedAccuracy',
  'sensitivity',
  'specificity',
  'auroc',
  'worstClassAccuracy'
] as const;

/** Refuses a misspelt target by the nearest known one; the numbers are checked where they are used. */
export async function checkUntil(text: string): Promise<string> {
  for (const part of text.split(',')) {
    const name = /^([^=]+)=/.exec(part)?.[1];
    if (name !== undefined && !TARGETS.includes(name)) {
      const {unknownName} = await import('@espalier/experiments');
      throw new UsageError(`--until: ${unknownName('target', name, TARGETS)}`);
    }
  }
  return text;
}
