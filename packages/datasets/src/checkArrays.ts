import {DataError} from './dataError.ts';

/** Where an array comes from, for messages. */
export interface Place {
  readonly array: string;
  readonly file?: string;
}

/** `x_train[3, 0, 5] of data.npz`, or without position `x_train of data.npz`. */
export function describePlace({array, file}: Place, position: readonly number[] = []): string {
  const element = position.length > 0 ? `${array}[${position.join(', ')}]` : array;
  return file === undefined ? element : `${element} of ${file}`;
}

/** Throws at the first NaN or infinite number of an array [n, …shape]. */
export function checkFinite(x: Float32Array, shape: readonly number[], place: Place): void {
  const at = x.findIndex(value => !Number.isFinite(value));
  if (at < 0) return;
  const position = positionOf(at, shape);
  throw new DataError(`Expected ${describePlace(place, position)} to be a finite number, got ${x[at]}.`);
}

/** Throws at the first label that is not a whole number in 0 … classes − 1. */
export function checkLabels(labels: ArrayLike<number>, classes: number, place: Place): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new DataError(
      `Expected ${describePlace(place, [i])} to be a class index from 0 to ${classes - 1}, got ${label}.`
    );
  }
}

/** Index [example, …] of the element at a flat offset of an array [n, …shape]. */
function positionOf(offset: number, shape: readonly number[]): number[] {
  const position: number[] = [];
  let rest = offset;
  for (const size of [...shape].reverse()) {
    position.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return [rest, ...position];
}
