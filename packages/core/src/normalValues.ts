import seedrandom from 'seedrandom';
import {createRandom} from './random.ts';

const LARGE = 2 ** 21;

/**
 * Normal numbers of mean 0, the same for the same seed.
 *
 * From two million on, where the usual generator takes seconds, a faster one of the same library draws them (`alea`,
 * 32 bits a number), by Marsaglia's polar method.
 */
export function normalValues(seed: string, {size, deviation}: {size: number; deviation: number}): Float32Array {
  const values = new Float32Array(size);
  if (size >= LARGE) return fillFast(values, seed, deviation);
  const random = createRandom(seed);
  for (let i = 0; i < size; i++) values[i] = deviation * random.normal();
  return values;
}

function fillFast(values: Float32Array, seed: string, deviation: number): Float32Array {
  const uniform = seedrandom.alea(seed);
  for (let i = 0; i < values.length;) {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const factor = deviation * Math.sqrt((-2 * Math.log(square)) / square);
    values[i++] = x * factor;
    if (i < values.length) values[i++] = y * factor;
  }
  return values;
}
