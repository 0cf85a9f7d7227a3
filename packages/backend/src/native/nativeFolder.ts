import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {cacheFolder} from '../cacheFolder.ts';
import {addonSourceText} from './addonSource.ts';
import type {NativeBuild} from './nativeBuild.ts';

// Raised when the way of making the folder changes, so that old ones are left alone and not mistaken for new ones.
const recipe = 1;

/** The folder of one finished native engine. Its name follows from all that it is made of, so it never needs updating. */
export function nativeFolder(build: NativeBuild, cache: string = cacheFolder()): string {
  const parts = [
    recipe,
    process.platform,
    process.arch,
    ...build.wheels.map(wheel => wheel.sha256),
    addonSourceText(build)
  ];
  const digest = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
  return join(cache, `tensorflow-${build.version}-${build.variant}-${digest}`);
}

/** The compiled addon within {@link nativeFolder}; its libraries lie in `deps/lib`. */
export const addonPath = (folder: string): string => join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');

/** Kernels of our own, loaded after it. */
export const fusedPath = (folder: string): string => join(folder, 'lib', 'napi-v8', 'fused.node');

/** The addon that is loaded before it, to keep TensorFlow quiet. */
export const quietPath = (folder: string): string => join(folder, 'lib', 'napi-v8', 'quiet.node');
