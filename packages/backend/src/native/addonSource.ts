import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {NativeBuild} from './nativeBuild.ts';
import {quietSource} from './quietSource.ts';

const require = createRequire(import.meta.url);

/** Where npm put the C++ source of the TensorFlow.js addon, and Node's own headers. */
export interface AddonSource {
  readonly files: readonly string[];
  readonly nodeHeaders: string;
}

/** C++ of the fused kernels, part of this package. */
export const FUSED_SOURCE = fileURLToPath(new URL('../../native/fusedKernels.cc', import.meta.url));

export function addonSource(): AddonSource {
  const folder = join(dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')), 'binding');
  const files = readdirSync(folder)
    .sort()
    .map(file => join(folder, file));
  return {files, nodeHeaders: join(dirname(require.resolve('node-api-headers/package.json')), 'include')};
}

/** Everything that the compiled addon depends on, in a form that a digest can take. */
export function addonSourceText(build: NativeBuild): string {
  const texts = [...addonSource().files, FUSED_SOURCE].map(file => readFileSync(file, 'utf8'));
  return [...texts, quietSource(build)].join('\n');
}
