/**
 * Throws unless two lists of scores agree to `tolerance` times the largest of them, float32 rounding and little more.
 */
export function expectClose(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  {what, tolerance = 1e-5}: {readonly what: string; readonly tolerance?: number}
): void {
  if (got.length !== want.length) throw new Error(`Expected ${what}: ${want.length} scores, got ${got.length}.`);
  const scale = Array.from(want).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (let unit = 0; unit < want.length; unit++) {
    if (Math.abs(got[unit]! - want[unit]!) <= tolerance * scale) continue;
    throw new Error(`Expected ${what}: ${want[unit]} for unit ${unit}, got ${got[unit]}.`);
  }
}
