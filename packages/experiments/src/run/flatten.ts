/** Leaves of nested plain data by dotted key; lists count as leaves. */
export function flatten(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map(value === undefined ? [] : [[prefix, JSON.stringify(value)]]);
  }
  const leaves = Object.entries(value).flatMap(([key, entry]) => [
    ...flatten(entry, prefix === '' ? key : `${prefix}.${key}`)
  ]);
  return new Map(leaves);
}

/** Dotted keys whose values differ between two pieces of plain data, in alphabetical order. */
export function changedKeys(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(key => old.get(key) !== now.get(key)).toSorted();
}
