/**
 * The bin of each value: floor(bins · (number of strictly smaller values) / N), within 0 … bins − 1. Equal values share
 * a bin.
 */
export function rankBins(values: Float64Array, bins: number): Int32Array {
  const sorted = values.slice().sort();
  const smaller = new Map<number, number>();
  sorted.forEach((value, index) => {
    if (!smaller.has(value)) smaller.set(value, index);
  });
  return Int32Array.from(values, value => Math.floor((bins * smaller.get(value)!) / values.length));
}
