import {tf} from '../tf.ts';
import {composeKernel, type KernelCall} from './composeKernel.ts';
import {type ConvAttributes, paddingOf, type Shape4} from './convAttributes.ts';

/**
 * The two gradients of a depthwise convolution, which WebAssembly lacks, as loops over plain arrays.
 *
 * Each product is used once, so there is no matrix product to gain from.
 */
export function registerDepthwiseGradients(): void {
  composeKernel('DepthwiseConv2dNativeBackpropFilter', 'wasm', filterGradient);
  composeKernel('DepthwiseConv2dNativeBackpropInput', 'wasm', inputGradient);
}

function filterGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const x = inputs.x as tf.Tensor4D; // [n, h, w, c]
  const dy = inputs.dy as tf.Tensor4D; // [n, oh, ow, c·m]
  const convolution = attributes as unknown as ConvAttributes & {readonly filterShape: Shape4};
  const [outChannels, multiplier] = [dy.shape[3], convolution.filterShape[3]];
  const [xs, dys] = [x.dataSync(), dy.dataSync()];
  const filter = new Float32Array(tf.util.sizeFromShape(convolution.filterShape));
  eachProduct(x.shape, dy.shape, convolution.filterShape, convolution, (xStart, dyStart, filterStart) => {
    for (let out = 0; out < outChannels; out++) {
      filter[filterStart + out]! += xs[xStart + Math.floor(out / multiplier)]! * dys[dyStart + out]!;
    }
  });
  return tf.tensor(filter, convolution.filterShape); // [fh, fw, c, m]
}

function inputGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const dy = inputs.dy as tf.Tensor4D; // [n, oh, ow, c·m]
  const filter = inputs.filter as tf.Tensor4D; // [fh, fw, c, m]
  const convolution = attributes as unknown as ConvAttributes & {readonly inputShape: Shape4};
  const [outChannels, multiplier] = [dy.shape[3], filter.shape[3]];
  const [filters, dys] = [filter.dataSync(), dy.dataSync()];
  const dx = new Float32Array(tf.util.sizeFromShape(convolution.inputShape));
  eachProduct(convolution.inputShape, dy.shape, filter.shape, convolution, (xStart, dyStart, filterStart) => {
    for (let out = 0; out < outChannels; out++) {
      dx[xStart + Math.floor(out / multiplier)]! += filters[filterStart + out]! * dys[dyStart + out]!;
    }
  });
  return tf.tensor(dx, convolution.inputShape); // [n, h, w, c]
}

/** Visits every pair of a position in y and a position of the filter: where the channels of x, y and filter start. */
function eachProduct(
  [n, height, width, channels]: Shape4,
  [, outHeight, outWidth, outChannels]: Shape4,
  filterShape: Shape4,
  attributes: ConvAttributes,
  visit: (xStart: number, dyStart: number, filterStart: number) => void
): void {
  const [filterHeight, filterWidth] = filterShape;
  const {padding, stride} = paddingOf([n, height, width, channels], filterShape, attributes, true);
  for (let example = 0; example < n; example++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const dyStart = ((example * outHeight + row) * outWidth + column) * outChannels;
        for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
          const y = row * stride[0] + filterRow - padding[0][0];
          if (y < 0 || y >= height) continue;
          for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
            const x = column * stride[1] + filterColumn - padding[1][0];
            if (x < 0 || x >= width) continue;
            const xStart = ((example * height + y) * width + x) * channels;
            const filterStart = (filterRow * filterWidth + filterColumn) * outChannels;
            visit(xStart, dyStart, filterStart);
          }
        }
      }
    }
  }
}
