import {settingsSchema} from './experiment.ts';
import {fieldAt} from './knownKeys.ts';
import type {Random} from './random.ts';
import type {Range} from './sweepValues.ts';

/** Draws a value for a key. Whole bounds of a key that takes whole numbers alone draw whole numbers. */
export function draw(key: string, entry: Range | readonly unknown[], next: Random): unknown {
  const position = next();
  if (!('min' in entry)) return entry[Math.floor(position * entry.length)];
  const {min, max, scale, step} = entry;
  if (step !== undefined) {
    const steps = Math.floor((max - min) / step + 1e-9);
    return tidy(min + step * Math.floor(position * (steps + 1)));
  }
  const whole = Number.isInteger(min) && Number.isInteger(max) && !takesFractions(key, min);
  if (scale === 'log') {
    // Half a number more at both ends, so that these are as likely as their neighbors.
    const [low, high] = (whole ? [min - 0.5, max + 0.5] : [min, max]).map(Math.log) as [number, number];
    const drawn = Math.exp(low + position * (high - low));
    return whole ? Math.min(max, Math.max(min, Math.round(drawn))) : drawn;
  }
  return whole ? min + Math.floor(position * (max - min + 1)) : min + position * (max - min);
}

function takesFractions(key: string, min: number): boolean {
  return fieldAt(settingsSchema, key.split('.'))?.safeParse(min + 0.5).success ?? true;
}

/** Without the noise of adding: 0.3 rather than 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
