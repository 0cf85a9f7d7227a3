import {writeAtomically} from '../../runs/writeAtomically.ts';
import {VERSION} from '../../version.ts';
import {ModelError} from '../ModelError.ts';
import type {OnnxGraph} from './onnxGraph.ts';
import {encodeOnnx} from './protobuf.ts';

const MOST_BYTES = 2 ** 31 - 1;

/** Writes a graph as an .onnx file, whole or not at all; equal graphs give equal bytes. Throws a ModelError beyond 2 GiB. */
export async function saveOnnx(graph: OnnxGraph, file: string): Promise<void> {
  const bytes = [...graph.initializers.values()].reduce((sum, {values}) => sum + values.byteLength, 0);
  if (bytes > MOST_BYTES) {
    throw new ModelError(
      `Expected weights of less than 2 GiB, which is all that an .onnx file holds, got ${bytes} bytes.`
    );
  }
  await writeAtomically(file, encodeOnnx(graph, VERSION));
}
