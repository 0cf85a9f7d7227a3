import {cacheFolder} from '../cacheFolder.ts';
import {readFailure} from './failure.ts';
import {type NativeBuild, nativeBuild, type Variant} from './nativeBuild.ts';
import {nativeFolder} from './nativeFolder.ts';
import {isComplete} from './stamp.ts';

/** Whether one native engine can be used on this machine, and why not. */
export interface NativeStatus {
  readonly variant: Variant;
  /** Whether TensorFlow has a build for this platform at all. */
  readonly supported: boolean;
  readonly installed: boolean;
  readonly folder?: string;
  /** Why it is not installed, as far as the last try knows. */
  readonly reason?: string;
}

/** Looks at the cache only; cheap enough for every start. */
export function nativeStatus(
  variant: Variant = 'cpu',
  cache: string = cacheFolder(),
  build: NativeBuild | undefined = nativeBuild(variant)
): NativeStatus {
  if (!build) {
    const reason = `TensorFlow has no ${variant} build for ${process.platform} ${process.arch}`;
    return {variant, supported: false, installed: false, reason};
  }
  const folder = nativeFolder(build, cache);
  if (isComplete(folder)) return {variant, supported: true, installed: true, folder};
  const reason = readFailure(cache, variant)?.reason ?? 'native TensorFlow is not installed';
  return {variant, supported: true, installed: false, folder, reason};
}
