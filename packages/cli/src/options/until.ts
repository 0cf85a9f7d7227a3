import {UsageError} from '../errors/UsageError.ts';

const TARGETS = ['flops', 'params', 'units', 'memory', 'latency'];

/** Refuses a misspelt target by the nearest known one; the fraction is checked where it is used. */
export async function checkUntil(text: string): Promise<string> {
  const name = /^([^=]+)=/.exec(text)?.[1];
  if (name !== undefined && !TARGETS.includes(name)) {
    const {unknownName} = await import('@espalier/experiments');
    throw new UsageError(`--until: ${unknownName('target', name, TARGETS)}`);
  }
  return text;
}
