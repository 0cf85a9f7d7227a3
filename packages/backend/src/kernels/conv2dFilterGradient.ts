import {tf} from '../tf.ts';
import {type BackendName, composeKernel, type KernelCall} from './composeKernel.ts';
import {type ConvAttributes, paddingOf, type Placement, type Shape4} from './convAttributes.ts';

/**
 * The gradient of a convolution by its filter as matrix products, one a row of the filter.
 *
 * WebAssembly has no such kernel, and the one of plain JavaScript is many times slower than this.
 */
export function registerConv2dFilterGradient(backend: BackendName): void {
  composeKernel('Conv2DBackpropFilter', backend, filterGradient);
}

function filterGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const x = inputs.x as tf.Tensor4D; // [n, h, w, c]
  const dy = inputs.dy as tf.Tensor4D; // [n, oh, ow, k]
  const convolution = attributes as unknown as ConvAttributes & {readonly filterShape: Shape4};
  const [filterHeight, filterWidth, inChannels, outChannels] = convolution.filterShape;
  const placement = paddingOf(x.shape, convolution.filterShape, convolution);
  const derivative = dy.reshape([-1, outChannels]); // [n·oh·ow, k]
  // Channels go first, so that each row of an image lies in one piece.
  const byChannel = x.transpose([3, 0, 1, 2]); // [c, n, h, w]
  const [images, shape] = [byChannel.dataSync() as Float32Array, byChannel.shape as Shape4];
  const rows = Array.from({length: filterHeight}, (_, filterRow) => {
    const windows = windowsOf(images, shape, {...placement, out: dy.shape, filterRow, filterWidth});
    return tf.tidy(() => tf.tensor(windows, [filterWidth * inChannels, derivative.shape[0]]).matMul(derivative)); // [fw·c, k]
  });
  return tf.concat(rows, 0).reshape([filterHeight, filterWidth, inChannels, outChannels]); // [fh, fw, c, k]
}

interface Windows extends Placement {
  readonly out: Shape4;
  readonly filterRow: number;
  readonly filterWidth: number;
}

/** What each weight of one row of the filter sees at each position: [filter column · channel, n · oh · ow]. */
function windowsOf(images: Float32Array, [channels, n, height, width]: Shape4, options: Windows): Float32Array {
  const {padding, stride, filterRow, filterWidth} = options;
  const [, outHeight, outWidth] = options.out;
  const windows = new Float32Array(filterWidth * channels * n * outHeight * outWidth);
  let at = 0;
  for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
    const left = filterColumn - padding[1][0];
    for (let image = 0; image < channels * n; image++) {
      for (let row = 0; row < outHeight; row++, at += outWidth) {
        const y = row * stride[0] + filterRow - padding[0][0];
        if (y < 0 || y >= height) continue;
        const start = (image * height + y) * width;
        for (let column = 0, x = left; column < outWidth; column++, x += stride[1]) {
          if (x >= 0 && x < width) windows[at + column] = images[start + x]!;
        }
      }
    }
  }
  return windows;
}
