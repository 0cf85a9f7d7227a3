import type {TimeSeriesCase} from './formats/tsFile.ts';

/**
 * A case with `steps` values in each dimension, which stand at equal distances between its first and its last value;
 * between two stored values on the line between them.
 */
export function resampleCase({dimensions, ...rest}: TimeSeriesCase, steps: number): TimeSeriesCase {
  return {...rest, dimensions: dimensions.map(values => resampled(values, steps))};
}

function resampled(values: Float32Array, steps: number): Float32Array {
  const last = values.length - 1;
  return Float32Array.from({length: steps}, (_, step) => {
    const place = steps === 1 ? 0 : (step * last) / (steps - 1);
    const below = Math.min(Math.floor(place), Math.max(0, last - 1));
    const share = place - below;
    return values[below]! * (1 - share) + (values[below + 1] ?? values[below]!) * share;
  });
}
