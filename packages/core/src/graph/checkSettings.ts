import {inLayer} from './shapes.ts';
import {isRecord, shown} from './json.ts';
import type {Layer} from './network.ts';

/** Numbers that layers use while they run, with the smallest and largest that make sense. */
const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  alpha: [-Infinity, Infinity],
  dropout: [0, 1],
  epsilon: [0, Infinity],
  max_value: [0, Infinity],
  momentum: [0, 1],
  negative_slope: [-Infinity, Infinity],
  rate: [0, 1],
  recurrent_dropout: [0, 1],
  stddev: [0, Infinity],
  theta: [-Infinity, Infinity]
};

/** Refuses a layer's settings before anything is computed with them, those of a layer inside it included. */
export function checkSettings(layer: Layer): void {
  inLayer(layer, () => checkNumbers(layer.config));
}

function checkNumbers(config: Layer['config']): void {
  for (const [key, [least, most]] of Object.entries(NUMBERS)) {
    const value = config[key] ?? undefined;
    const fits = typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most;
    if (value === undefined || fits) continue;
    const range = most === Infinity ? (least === 0 ? ' of at least 0' : '') : ` from ${least} to ${most}`;
    throw new Error(`Expected \`${key}\` to be a number${range}, got ${shown(value)}.`);
  }
  const inner = isRecord(config['layer']) ? config['layer']['config'] : undefined;
  if (isRecord(inner)) checkNumbers(inner);
}
