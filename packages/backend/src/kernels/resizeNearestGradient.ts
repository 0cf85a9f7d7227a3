import {tf} from '../tf.ts';
import {composeKernel, type KernelCall} from './composeKernel.ts';
import type {Shape4} from './convAttributes.ts';

/** The gradient of nearest-neighbor resizing; that of plain JavaScript reads the wrong example of a batch. */
export function registerResizeNearestGradient(): void {
  composeKernel('ResizeNearestNeighborGrad', 'cpu', resizeNearestGradient);
}

function resizeNearestGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const [n, height, width, channels] = inputs.images!.shape as Shape4;
  const [, outHeight, outWidth] = inputs.dy!.shape as Shape4;
  const {alignCorners} = attributes as {readonly alignCorners: boolean};
  const dys = inputs.dy!.dataSync(); // [n, oh, ow, c]
  const dx = new Float32Array(n * height * width * channels);
  const rows = sources(height, outHeight, alignCorners);
  const columns = sources(width, outWidth, alignCorners);
  let at = 0;
  for (let example = 0; example < n; example++) {
    for (const row of rows) {
      for (const column of columns) {
        const start = ((example * height + row) * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) dx[start + channel]! += dys[at++]!;
      }
    }
  }
  return tf.tensor(dx, [n, height, width, channels]);
}

/** For each position behind resizing, the one that it shows. */
function sources(size: number, outSize: number, alignCorners: boolean): readonly number[] {
  const corners = alignCorners && outSize > 1 ? 1 : 0;
  const scale = (size - corners) / (outSize - corners);
  const nearest = alignCorners ? Math.round : Math.floor;
  return Array.from({length: outSize}, (_, at) => Math.min(size - 1, nearest(at * scale)));
}
