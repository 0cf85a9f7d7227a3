import {createRequire} from 'node:module';
import {dirname, sep} from 'node:path';
import type {Engine} from '../engine.ts';
import {EngineError} from '../engineError.ts';
import {tf} from '../tf.ts';

/** Loads TensorFlow.js's WebAssembly backend and makes it the one in use. */
export async function startWasm(): Promise<Engine> {
  const require = createRequire(import.meta.url);
  const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  if (!(await tf.setBackend('wasm'))) throw new EngineError('Expected the WebAssembly backend to start, got a refusal');
  return {name: 'wasm', device: 'cpu', version: tf.version.tfjs, threads: 1, oneDnn: false};
}
