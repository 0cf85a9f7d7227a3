import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import type {InferenceSession, Tensor} from 'onnxruntime-node';
import {ModelError} from '../../ModelError.ts';
import {exampleShapes, type OnnxInput} from './exampleShapes.ts';
import {loadOnnxRuntime, type OnnxRuntime} from './onnxRuntime.ts';

/** An ONNX model, open in ONNX Runtime on the processor. */
export interface OnnxSession {
  /** As the user gave it. */
  readonly path: string;
  /** Of the file; what it keeps in files beside it does not count. */
  readonly sha256: string;
  /** Name and version of what runs it. */
  readonly engine: string;
  readonly inputs: readonly OnnxInput[];
  /**
   * A forward pass over a batch of examples that `fill` makes, so many numbers at a time. Throws a ModelError where the
   * graph takes batches of another size only; so does the pass where ONNX Runtime cannot run the graph.
   */
  readonly passOf: (batch: number, fill: (size: number) => Float32Array) => () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface OpenOnnxOptions {
  /** Threads that share one operator; operators follow each other. */
  readonly threads: number;
  /** Shape of one example, where the graph leaves sizes open. */
  readonly inputShape?: readonly number[];
}

/**
 * Opens an .onnx file; the caller closes it. Throws a ModelError that names the file when it is missing or damaged, or
 * has inputs that nothing can be made up for, and one with the remedy where ONNX Runtime is not installed.
 */
export async function openOnnx(path: string, {threads, inputShape}: OpenOnnxOptions): Promise<OnnxSession> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ModelError(`Expected an ONNX model, got ${path}, which cannot be read.`, {cause});
  });
  const runtime = await loadOnnxRuntime();
  const session = await start(runtime, path, threads);
  try {
    const inputs = exampleShapes(path, session.inputMetadata, inputShape);
    return {
      path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      engine: `ONNX Runtime ${runtime.version} (CPU)`,
      inputs,
      passOf: (batch, fill) => passOf({path, session, runtime, inputs}, batch, fill),
      close: () => session.release()
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

async function start({InferenceSession}: OnnxRuntime, path: string, threads: number): Promise<InferenceSession> {
  try {
    // By its path, so that weights in files beside it are found.
    return await InferenceSession.create(path, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Only what ends a process: errors are told below.
      logSeverityLevel: 4,
      // Threads that wait for the next pass would take processor time from the model whose turn it is.
      extra: {session: {force_spinning_stop: '1'}}
    });
  } catch (cause) {
    throw new ModelError(`Expected ${path} to be an ONNX model that ONNX Runtime opens, got: ${reasonOf(cause)}`, {
      cause
    });
  }
}

function passOf(
  {
    path,
    session,
    runtime,
    inputs
  }: Pick<OnnxSession, 'path' | 'inputs'> & {session: InferenceSession; runtime: OnnxRuntime},
  batch: number,
  fill: (size: number) => Float32Array
): () => Promise<void> {
  const feeds: Record<string, Tensor> = {};
  for (const {name, batch: only, shape} of inputs) {
    if (only !== undefined && only !== batch) {
      throw new ModelError(
        `Expected batches of ${only}, the only size that ${path} takes, got ${batch}: --batch ${only}`
      );
    }
    const size = shape.reduce((product, one) => product * one, batch);
    feeds[name] = new runtime.Tensor('float32', fill(size), [batch, ...shape]);
  }
  return async () => {
    try {
      await session.run(feeds);
    } catch (cause) {
      throw new ModelError(`Expected ONNX Runtime to run ${path}, got: ${reasonOf(cause)}`, {cause});
    }
  };
}

/** The first line, without the places in ONNX Runtime's own sources. */
function reasonOf(cause: unknown): string {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).trim().split('\n');
  return line.replace(/^Load model from .*? failed:/, '').replace(/^\/\S+:\d+ .*\) (?=[A-Z])/, '');
}
