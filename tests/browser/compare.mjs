/** As for ablated against pruned: what rounding in another order explains, of the largest output. */
export const TOLERANCE = 1e-5;

/** Largest difference between outputs, as a share of the largest; Infinity where shapes differ or numbers are none. */
export function difference(found, wanted) {
  if (found.length !== wanted.length) return Infinity;
  return Math.max(...found.map((output, i) => differenceOfOne(output, wanted[i])));
}

function differenceOfOne(found, wanted) {
  if (found.shape.join() !== wanted.shape.join()) return Infinity;
  const largest = Math.max(...wanted.values.map(Math.abs));
  const gap = Math.max(...wanted.values.map((value, i) => Math.abs(value - found.values[i])));
  return Number.isFinite(gap) ? gap / largest : Infinity;
}
