/** Leaves of nested plain data by dotted key; lists count as leaves. */
export function leaves(value: unknown, prefix = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map(value === undefined ? [] : [[prefix, value]]);
  }
  const below = Object.entries(value).flatMap(([key, entry]) => [
    ...leaves(entry, prefix === '' ? key : `${prefix}.${key}`)
  ]);
  return new Map(below);
}

/** Dotted keys whose values differ between two pieces of plain data, in alphabetical order. */
export function changedKeys(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [leaves(before), leaves(after)];
  const isSame = (key: string) => JSON.stringify(old.get(key)) === JSON.stringify(now.get(key));
  return [...new Set([...old.keys(), ...now.keys()])].filter(key => !isSame(key)).toSorted();
}
