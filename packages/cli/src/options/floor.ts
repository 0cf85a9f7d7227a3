import {UsageError} from '../errors/UsageError.ts';

/** A count, or a share below 1; one for all layers, or by name or pattern. */
export type FloorValue = number | Readonly<Record<string, number>>;

/** `2`, `0.25`, or `conv1=8,block*=0.25`. */
export function parseFloor(text: string): FloorValue {
  if (!text.includes('=')) return numberOf(text, text);
  const parts = text.split(',').map(part => {
    const [, layer = '', value = ''] = /^\s*(.*[^\s])\s*=([^=]*)$/.exec(part) ?? [];
    return [layer, numberOf(layer === '' ? '' : value, text)] as const;
  });
  return Object.fromEntries(parts);
}

function numberOf(value: string, text: string): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (Number.isFinite(number) && number > 0 && (number < 1 || Number.isInteger(number))) return number;
  throw new UsageError(
    `Expected --floor to be a share below 1 or a whole number of units, or such by layer as in conv1=8,block*=0.25, got "${text}".`
  );
}
