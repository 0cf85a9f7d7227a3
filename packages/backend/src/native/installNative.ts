import {cacheFolder} from '../cacheFolder.ts';
import {EngineError} from '../engineError.ts';
import {withLock} from '../lock.js';
import {circumstances, forgetFailure, recordFailure} from './failure.ts';
import {makeNative} from './makeNative.ts';
import {nativeBuild, type NativeBuild, type Variant} from './nativeBuild.ts';
import {nativeFolder} from './nativeFolder.ts';
import type {OnProgress} from './progress.ts';
import {isComplete} from './stamp.ts';

export interface InstallOptions {
  /** @default 'cpu' */
  readonly variant?: Variant;
  readonly onProgress?: OnProgress;
  /** Told once when another process is at the same work. */
  readonly onWait?: () => void;
  /** @default the per-user cache folder */
  readonly cache?: string;
  /** @default the pinned build for this platform */
  readonly build?: NativeBuild;
}

/**
 * Makes the native engine in the per-user cache, or returns at once when it is there, and returns its folder.
 *
 * Safe to interrupt and to call from several processes: work happens in a scratch folder that only becomes the engine
 * when it is complete, under a lock that dies with its holder.
 *
 * @throws EngineError with the reason, which is also kept in the cache for later notices.
 */
export async function installNative(options: InstallOptions = {}): Promise<string> {
  const {variant = 'cpu', cache = cacheFolder(), onProgress = () => undefined, onWait} = options;
  const build = options.build ?? nativeBuild(variant);
  if (!build) throw new EngineError(`TensorFlow has no ${variant} build for ${process.platform} ${process.arch}`);
  const folder = nativeFolder(build, cache);
  if (isComplete(folder)) return folder;
  const install = async () => {
    // Another process may have finished it while this one waited.
    if (!isComplete(folder)) await makeOrRecord(build, folder, cache, onProgress);
    return folder;
  };
  return withLock(`native ${cache}`, install, {onWait});
}

async function makeOrRecord(build: NativeBuild, folder: string, cache: string, onProgress: OnProgress): Promise<void> {
  try {
    await makeNative(build, {folder, cache, onProgress});
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await recordFailure(cache, build.variant, {reason, circumstances: circumstances(folder), at: Date.now()});
    throw error instanceof EngineError ? error : new EngineError(reason, {cause: error});
  }
  await forgetFailure(cache, build.variant);
}
