import {createRequire, Module} from 'node:module';
import {EngineError} from '../engineError.ts';
import {mendNode} from './mendNode.ts';
import {type NativeBackend, nativeBackend} from './nativeBackend.ts';
import {addonPath, fusedPath, quietPath} from './nativeFolder.ts';

const require = createRequire(import.meta.url);

export interface LoadOptions {
  readonly folder: string;
  readonly threads: number;
}

/**
 * Loads native TensorFlow from its folder in the cache and makes it the backend of TensorFlow.js.
 *
 * TensorFlow reads its thread counts once, when the library loads, so a process has one thread count for life.
 */
export function loadNative({folder, threads}: LoadOptions): NativeBackend {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = String(threads);
  mendNode();
  try {
    require(quietPath(folder));
    withAddon(addonPath(folder), () => require('@tensorflow/tfjs-node-gpu'));
    const {registered} = require(fusedPath(folder)) as {readonly registered: boolean};
    if (!registered) throw new Error('TensorFlow did not take the kernels in fused.node');
    return nativeBackend();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError(`native TensorFlow in ${folder} could not be loaded: ${why}`, {cause: error});
  }
}

/**
 * Answers the package's search for its addon (`node-pre-gyp`.find) with our path while `load` runs.
 *
 * So nothing is written into node_modules, and the download that the search belongs to is never asked for.
 */
function withAddon(path: string, load: () => unknown): void {
  const fromPackage = createRequire(require.resolve('@tensorflow/tfjs-node-gpu'));
  const id = fromPackage.resolve('@mapbox/node-pre-gyp');
  const before = require.cache[id];
  require.cache[id] = Object.assign(new Module(id), {loaded: true, exports: {find: () => path}});
  try {
    load();
  } finally {
    if (before) require.cache[id] = before;
    else Reflect.deleteProperty(require.cache, id);
  }
}
