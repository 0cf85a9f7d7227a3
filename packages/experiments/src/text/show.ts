/** A value as it appears in a message: JSON, cut to a readable length, with its type where that explains the error. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return typeof value === 'object' && value !== null ? short : `${short} (${value === null ? 'null' : typeof value})`;
}
