import seedrandom from 'seedrandom';

/**
 * 0 … n − 1 in an order that depends on the seed alone (Fisher and Yates), the same on every machine. Seeds may be
 * numbers or strings; `3` and `'3'` are the same seed.
 */
export function shuffledIndices(n: number, seed: number | string): Int32Array {
  const random = seedrandom.alea(String(seed));
  const indices = Int32Array.from({length: n}, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const moved = indices[last]!;
    indices[last] = indices[other]!;
    indices[other] = moved;
  }
  return indices;
}
