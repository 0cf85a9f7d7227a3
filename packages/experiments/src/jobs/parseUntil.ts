import type {DropMetric} from '@espalier/core';
import {ConfigError} from '../schema/ConfigError.ts';
import {TARGETS, validationMetric, type Target, type UntilSettings} from '../schema/until.ts';

/** A fraction of what the network started with. */
export interface SizeTarget {
  readonly target: Target;
  readonly fraction: number;
}

/**
 * Reads `flops=0.5`, `drop=2.5` (percentage points of `metric`) or both, `flops=0.5,drop=2.5`, into what `until:` of an
 * experiment file has. Throws a ConfigError.
 */
export function parseUntil(text: string, metric: DropMetric = 'accuracy'): UntilSettings {
  const parts = text.split(',').map(part => parsePart(part, metric));
  const names = parts.flatMap(part => Object.keys(part));
  if (new Set(names).size === names.length && names.filter(isTarget).length <= 1) {
    return parts.reduce((all, part) => ({...all, ...part}), {});
  }
  throw new ConfigError(`Expected --until to have one of ${TARGETS.join(', ')}, drop, or one and drop, got "${text}".`);
}

function parsePart(text: string, metric: DropMetric): UntilSettings {
  const [, name = '', digits = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  const value = digits.trim() === '' ? NaN : Number(digits);
  if (name === 'drop') {
    if (value > 0 && value < 100) return {maxDrop: {metric: validationMetric(metric), points: value}};
    throw new ConfigError(`Expected --until drop to be percentage points above 0 and below 100, got "${text}".`);
  }
  if (isTarget(name) && value > 0 && value < 1) return {[name]: value};
  throw new ConfigError(
    `Expected --until to be ${TARGETS.join('|')}=FRACTION with a fraction between 0 and 1, got "${text}".`
  );
}

function isTarget(name: string): name is Target {
  return TARGETS.some(known => known === name);
}

/** The size of `until` in an experiment file; nothing where a drop of quality alone ends pruning. */
export function sizeTargetOf(until: UntilSettings): SizeTarget | undefined {
  const target = TARGETS.find(name => until[name] !== undefined);
  return target && {target, fraction: until[target] ?? 1};
}
