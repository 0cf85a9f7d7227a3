import {tf} from '../tf.ts';
import {type BackendName, composeKernel, type KernelCall} from './composeKernel.ts';
import {type ConvAttributes, paddingOf, type Shape4} from './convAttributes.ts';

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
  const {padding, stride} = paddingOf(x.shape, convolution.filterShape, convolution);
  const [n, oh, ow] = dy.shape;
  const derivative = dy.reshape([n * oh * ow, outChannels]); // [n·oh·ow, k]
  // Channels go first, so that each window of positions is a row as it stands.
  const byChannel = x.pad([[0, 0], ...padding, [0, 0]]).transpose([3, 0, 1, 2]); // [c, n, h', w']
  const window = (row: number, column: number): tf.Tensor2D =>
    byChannel
      .stridedSlice(
        [0, 0, row, column],
        [inChannels, n, row + (oh - 1) * stride[0] + 1, column + (ow - 1) * stride[1] + 1],
        [1, 1, ...stride]
      )
      .reshape([inChannels, n * oh * ow]); // [c, n·oh·ow]
  const rows = Array.from({length: filterHeight}, (_, row) =>
    tf.tidy(() => {
      const windows = Array.from({length: filterWidth}, (_, column) => window(row, column));
      return tf.concat(windows, 0).matMul(derivative); // [fw·c, k]
    })
  );
  return tf.concat(rows, 0).reshape([filterHeight, filterWidth, inChannels, outChannels]); // [fh, fw, c, k]
}
