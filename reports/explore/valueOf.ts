import type {SettledRow} from './documents.ts';

const OWN: readonly (keyof SettledRow)[] = [
  ...(['sweep', 'status', 'seed', 'begun', 'attempts', 'error', 'metric', 'seconds'] as const),
  ...(['testAccuracy', 'validationAccuracy', 'testLoss', 'validationLoss', 'flops', 'units', 'parameters'] as const)
];

/** Whether every run has this key by itself, whatever was swept. */
export function isOwnKey(key: string): boolean {
  return key === 'run' || (OWN as readonly string[]).includes(key);
}

/** The value behind a key: one of the run's own, a swept key or a setting, by its whole name or the end of it (`lr`). */
export function valueOf(row: SettledRow, key: string): unknown {
  if (key === 'run') return row.id;
  if (isOwnKey(key)) return row[key as keyof SettledRow];
  return find(row.point, key) ?? find(row.settings ?? {}, key);
}

function find(values: Readonly<Record<string, unknown>>, key: string): unknown {
  if (Object.hasOwn(values, key)) return values[key];
  const longer = Object.keys(values).find(name => name.endsWith(`.${key}`));
  return longer === undefined ? undefined : values[longer];
}

/** A value in words: texts as they are, the rest as JSON. */
export function textOf(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** For each key the shortest end of it that no other key has. */
export function shortNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const endOf = (key: string, parts: number) => key.split('.').slice(-parts).join('.');
  return new Map(
    keys.map(key => {
      const lengths = key.split('.').map((_, i) => i + 1);
      const own = lengths.find(parts =>
        keys.every(other => other === key || endOf(other, parts) !== endOf(key, parts))
      );
      return [key, endOf(key, own ?? lengths.length)];
    })
  );
}
