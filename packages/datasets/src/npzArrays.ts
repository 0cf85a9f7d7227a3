import {checkFinite, checkLabels, describePlace, type Place} from './checkArrays.ts';
import {DataError} from './dataError.ts';
import type {NpyArray} from './formats/npy.ts';

const MOST_CLASSES = 100_000; // a label beyond it is a mistake, and a one-hot row of its length would be too

/** Bytes as they are, float32 as it is, float64 rounded to float32. Throws for other types, NaN and infinity. */
export function valuesFromArray({type, shape, data}: NpyArray, place: Place): Uint8Array | Float32Array {
  if (type === 'u1' && data instanceof Uint8Array) return data;
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new DataError(
      `Expected ${describePlace(place)} to be uint8 (0 to 255) or float32, got type ${type}. Convert it with astype.`
    );
  }
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  checkFinite(values, shape.slice(1), place);
  return values;
}

/** The largest class index of labels [n] or [n, 1]. Throws when it is no class index. */
export function largestLabel(array: NpyArray, place: Place): number {
  const labels = numbersOf(array, place);
  checkLabels(labels, MOST_CLASSES, place);
  return labels.reduce((largest, label) => Math.max(largest, label), 0);
}

/** Class indices from indices [n] or [n, 1], or from one-hot rows [n, classes]. Throws for anything else. */
export function labelsFromArray(array: NpyArray, classes: number, place: Place): Int32Array {
  const [examples = 0, columns = 1] = array.shape;
  if (array.shape.length === 2 && columns > 1) {
    if (columns !== classes) {
      throw new DataError(`Expected ${describePlace(place)} to have ${classes} columns like y_train, got ${columns}.`);
    }
    return Int32Array.from({length: examples}, (_, i) =>
      hotColumn(Array.from(array.data.subarray(i * columns, (i + 1) * columns), Number), i, place)
    );
  }
  const labels = numbersOf(array, place);
  checkLabels(labels, classes, place);
  return Int32Array.from(labels);
}

function numbersOf({shape, data}: NpyArray, place: Place): number[] {
  const isVector = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (isVector) return Array.from(data, Number);
  throw new DataError(
    `Expected ${describePlace(place)} to be class indices [n] or one-hot rows [n, classes], got shape [${shape.join(', ')}].`
  );
}

function hotColumn(row: readonly number[], index: number, place: Place): number {
  const hot = row.indexOf(1);
  if (hot >= 0 && row.every((value, k) => value === (k === hot ? 1 : 0))) return hot;
  const shown = row.length > 12 ? `${row.slice(0, 12).join(', ')}, …` : row.join(', ');
  throw new DataError(
    `Expected ${describePlace(place, [index])} to be a row of zeros with a single 1, got [${shown}].`
  );
}
