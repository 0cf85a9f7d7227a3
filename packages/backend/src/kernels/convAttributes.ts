import {tf} from '../tf.ts';

/** Sizes of four axes: of maps [n, h, w, c] or of a filter [fh, fw, c, k]. */
export type Shape4 = [number, number, number, number];

/** Attributes that TensorFlow.js passes with a convolution or its gradients. */
export interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** How far a convolution pads and steps. */
export interface Placement {
  /** Rows before and after, columns before and after. */
  readonly padding: [[number, number], [number, number]];
  /** Rows, columns. */
  readonly stride: [number, number];
}

/** The placement of a convolution without dilation; TensorFlow.js has no gradients for dilated ones. */
export function paddingOf(
  xShape: Shape4,
  filterShape: Shape4,
  {strides, pad, dimRoundingMode}: ConvAttributes,
  depthwise = false
): Placement {
  const info = tf.backend_util.computeConv2DInfo(xShape, filterShape, strides, 1, pad, dimRoundingMode, depthwise);
  const {top, bottom, left, right} = info.padInfo;
  return {
    padding: [
      [top, bottom],
      [left, right]
    ],
    stride: [info.strideHeight, info.strideWidth]
  };
}
