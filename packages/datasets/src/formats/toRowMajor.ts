import type {NpyValues} from './npy.ts';

/** A copy in row-major order of values in Fortran order, where the first axis lies closest together. */
export function toRowMajor(source: NpyValues, shape: readonly number[]): NpyValues {
  const target = source.slice();
  permute<number | bigint>(source, target, shape);
  return target;
}

interface Indexed<V> {
  [index: number]: V;
  readonly length: number;
}

function permute<V>(source: Indexed<V>, target: Indexed<V>, shape: readonly number[]): void {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const position = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < target.length; to++) {
    target[to] = source[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++position[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
}
