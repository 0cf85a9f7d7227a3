/** Flattens nested settings to dotted keys: `{prune: {lr: 1}}` becomes `prune.lr → 1`. */
export function flattenConfig(config: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(config).flatMap(([key, value]): [string, string][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flattenConfig(value as Record<string, unknown>, `${prefix}${key}.`)
      : [[prefix + key, typeof value === 'string' ? value : JSON.stringify(value)]]
  );
}
