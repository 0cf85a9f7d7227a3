import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {tf} from '@espalier/backend';
import {InferenceSession, Tensor} from 'onnxruntime-node';
import {decodeOps, encodeOnnx} from '../models/onnx/protobuf.ts';
import type {OnnxGraph} from '../models/onnx/onnxGraph.ts';

/** What ONNX Runtime makes of a batch: the values of each output. */
export async function runOnnx(graph: OnnxGraph, inputs: readonly tf.Tensor[]): Promise<readonly RunOutput[]> {
  const session = await InferenceSession.create(encodeOnnx(graph, 'test'), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3
  });
  try {
    const feeds = graph.inputs.map(({name}, i) => {
      const x = inputs[i]!;
      return [name, new Tensor('float32', Float32Array.from(x.dataSync()), [...x.shape])];
    });
    const made = await session.run(Object.fromEntries(feeds) as Record<string, Tensor>);
    return graph.outputs.map(({name}) => ({
      shape: made[name]!.dims,
      values: made[name]!.data as Float32Array
    }));
  } finally {
    await session.release();
  }
}

export interface RunOutput {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Largest difference, as a part of the largest value that was expected. */
export function relativeDifference({values}: RunOutput, expected: tf.Tensor): number {
  const wanted = expected.dataSync<'float32'>();
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  return wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0) / largest;
}

/** Names of the operators that ONNX Runtime runs of a graph, once each. */
export async function optimizedOps(graph: OnnxGraph): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-onnx-'));
  const file = join(folder, 'optimized.onnx');
  const session = await InferenceSession.create(encodeOnnx(graph, 'test'), {
    graphOptimizationLevel: 'extended',
    optimizedModelFilePath: file,
    logSeverityLevel: 3
  });
  await session.release();
  const ops = decodeOps(await readFile(file));
  await rm(folder, {recursive: true});
  return [...new Set(ops)];
}
