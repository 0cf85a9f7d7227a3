import {posix} from 'node:path';
import type {NativeBuild} from './nativeBuild.ts';
import type {Placement} from './unpackWheel.ts';

// All that the addon and the fused kernels include, found with the compiler's -M; the full set is 13,000 headers.
const headers = [
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/common_runtime/next_pluggable_device/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  'tensorflow/include/xla/tsl/c/',
  'tensorflow/include/tsl/platform/ctstring',
  'tensorflow/include/tsl/platform/platform.h'
];

/**
 * Where the members of a wheel go: libraries to `deps/lib`, headers to `deps/include`, CUDA to `deps/nvidia`.
 *
 * TensorFlow looks for CUDA in `$ORIGIN/../nvidia/<name>/lib`, so that this layout needs no LD_LIBRARY_PATH.
 */
export function wheelPlacement(build: NativeBuild): Placement {
  return member => {
    if (build.libraries.some(library => member === `tensorflow/${library}`)) {
      return `deps/lib/${posix.basename(member)}`;
    }
    const inOneDnn = /^onednn[^/]*\.data\/data\/(.+)$/.exec(member)?.[1];
    if (inOneDnn !== undefined) return oneDnnPlace(inOneDnn, build);
    if (headers.some(prefix => member.startsWith(prefix))) return `deps/${member.slice('tensorflow/'.length)}`;
    const isCuda = member.startsWith('nvidia/') && !member.includes('/include/') && !/\.(a|py)$/.test(member);
    return isCuda ? `deps/${member}` : undefined;
  };
}

function oneDnnPlace(member: string, {oneDnn}: NativeBuild): string | undefined {
  if (oneDnn && member === `lib/${oneDnn.library}`) return `deps/${member}`;
  return member.startsWith('include/oneapi/dnnl/') && member.endsWith('.h') ? `deps/${member}` : undefined;
}
