/** Settings by dotted key; lists are values. */
export function flatSettings(settings: Readonly<Record<string, unknown>>, prefix = ''): Record<string, unknown> {
  const entries = Object.entries(settings).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(flatSettings(value as Record<string, unknown>, `${prefix}${key}.`))
      : [[prefix + key, value] as const]
  );
  return Object.fromEntries(entries);
}
