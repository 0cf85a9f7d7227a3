import {disposeNetwork, type Examples, type Network} from '@espalier/core';
import type {OnnxGraph} from '../onnxGraph.ts';
import {toOnnx} from '../toOnnx.ts';
import {calibrate, type CalibrateOptions} from './calibrate.ts';
import {foldBatchNorm} from './foldBatchNorm.ts';
import {quantizeGraph} from './quantizeGraph.ts';
import {splitLayers} from './splitLayers.ts';

/**
 * A network as a graph of ONNX with convolutions and dense layers in 8 bits, statically: ranges are those that the
 * examples come to. Batch normalization is taken into the kernels in front of it.
 *
 * Throws a ModelError that names a layer which ONNX cannot say.
 */
export async function toInt8Onnx(
  network: Network,
  examples: Examples,
  options: CalibrateOptions = {}
): Promise<OnnxGraph> {
  const split = splitLayers(network);
  try {
    foldBatchNorm(split);
    return quantizeGraph(toOnnx(split), await calibrate(split, examples, options));
  } finally {
    disposeNetwork(split);
  }
}
