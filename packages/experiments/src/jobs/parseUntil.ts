import {ConfigError} from '../schema/ConfigError.ts';

export const TARGETS = ['flops', 'params', 'units', 'memory', 'latency'] as const;
export type Target = (typeof TARGETS)[number];

/** Where pruning stops: a fraction of what the network started with. */
export interface Until {
  readonly target: Target;
  readonly fraction: number;
}

/** Reads `flops=0.5`. Throws a ConfigError. */
export function parseUntil(text: string): Until {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  const target = TARGETS.find(known => known === name);
  const fraction = Number(value);
  if (!target || value.trim() === '' || !(fraction > 0 && fraction < 1)) {
    throw new ConfigError(
      `Expected --until to be ${TARGETS.join('|')}=FRACTION with a fraction between 0 and 1, got "${text}".`
    );
  }
  return {target, fraction};
}

/** The one target of `until` in an experiment file. */
export function untilOf(targets: Readonly<Partial<Record<Target, number>>>): Until {
  const target = TARGETS.find(name => targets[name] !== undefined);
  if (!target) throw new ConfigError(`Expected until to have one of ${TARGETS.join(', ')}.`);
  return {target, fraction: targets[target] ?? 1};
}
