import {chooseThreads} from '@espalier/backend';
import {countFlops, countParameters, inferShapes} from '@espalier/core';
import {isOnnxFile} from '../models/onnx/runtime/isOnnxFile.ts';
import {openOnnx} from '../models/onnx/runtime/openOnnx.ts';
import {benchEngine, type BenchEngine} from './benchDevice.ts';
import type {TimedModel} from './measureLatencyRow.ts';
import {timedNetwork} from './timedNetwork.ts';
import {timedOnnx} from './timedOnnx.ts';
import {withModel} from './withModel.ts';

/** A model on disk or of the zoo, ready to be timed. */
export interface BenchSubject extends TimedModel {
  readonly path: string;
  readonly sha256: string;
  readonly engine: BenchEngine;
  /** Shape of one example, for each input. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Nothing for ONNX models, whose operators are not counted. */
  readonly size?: {readonly flops: number; readonly parameters: number};
}

/**
 * Makes a model ready for whatever runs it, the engine or ONNX Runtime, hands it to `use` and frees it. Throws a ModelError
 * where it cannot be had.
 */
export async function withSubject<T>(
  path: string,
  {inputShape}: {readonly inputShape?: readonly number[]},
  use: (subject: BenchSubject) => Promise<T>
): Promise<T> {
  if (isOnnxFile(path)) return withOnnx(path, {inputShape}, use);
  return withModel(
    path,
    ({network, sha256}) => {
      const shapes = inferShapes(network);
      const inputShapes = network.inputs.map(id => shapes.get(id)!);
      const size = {flops: countFlops(network), parameters: countParameters(network)};
      return use({...timedNetwork(network), path, sha256, engine: benchEngine(), inputShapes, size});
    },
    {inputShape}
  );
}

async function withOnnx<T>(
  path: string,
  {inputShape}: {readonly inputShape?: readonly number[]},
  use: (subject: BenchSubject) => Promise<T>
): Promise<T> {
  const threads = chooseThreads();
  const session = await openOnnx(path, {threads, inputShape});
  try {
    const engine: BenchEngine = {device: 'cpu', engine: session.engine, threads};
    const inputShapes = session.inputs.map(({shape}) => shape);
    return await use({...timedOnnx(session), path, sha256: session.sha256, engine, inputShapes});
  } finally {
    await session.close();
  }
}
