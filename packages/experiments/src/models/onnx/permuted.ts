import type {FloatTensor} from './layerExport.ts';
import {floats, type OnnxTensor} from './onnxGraph.ts';

/** A tensor with its axes in another order: axis i of the result is axis `order[i]`. */
export function permuted({shape, values}: FloatTensor, order: readonly number[]): OnnxTensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const target = order.map(axis => shape[axis]!);
  const steps = order.map(axis => strides[axis]!);
  const result = new Float32Array(values.length);
  const position = new Array<number>(target.length).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from]!;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++position[axis]! < target[axis]!) break;
      from -= steps[axis]! * target[axis]!;
      position[axis] = 0;
    }
  }
  return floats(target, result);
}
