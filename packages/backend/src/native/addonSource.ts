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

/** C++ of the fused kernels, headers included, part of this package. */
export function fusedSources(): readonly string[] {
  return filesIn(fileURLToPath(new URL('../../native', import.meta.url)));
}

export function addonSource(): AddonSource {
  const folder = join(dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')), 'binding');
  return {
    files: filesIn(folder),
    nodeHeaders: join(dirname(require.resolve('node-api-headers/package.json')), 'include')
  };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map(file => join(folder, file));
}

/** Everything that the compiled addon depends on, in a form that a digest can take. */
export function addonSourceText(build: NativeBuild): string {
  const texts = [...addonSource().files, ...fusedSources()].map(file => readFileSync(file, 'utf8'));
  return [...texts, quietSource(build)].join('\n');
}
