import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {EngineError} from '../engineError.ts';
import {addonSource, fusedSources} from './addonSource.ts';
import {compilers, findProgram} from './findProgram.ts';
import type {NativeBuild} from './nativeBuild.ts';
import {addonPath, fusedPath, quietPath} from './nativeFolder.ts';
import {quietSource} from './quietSource.ts';
import {run} from './run.ts';

/** Compiles the TensorFlow.js addon against the libraries in `folder/deps`; needs nothing but a C++ compiler. */
export async function compileAddon(folder: string, build: NativeBuild): Promise<void> {
  const compiler = requireCompiler();
  await mkdir(dirname(addonPath(folder)), {recursive: true});
  const libraries = build.libraries.map(library => join(folder, 'deps', 'lib', library));
  // Beside the headers, which are removed when the compiler is done.
  const quiet = join(folder, 'deps', 'include', 'quiet.cc');
  await writeFile(quiet, quietSource(build));
  const sources = addonSource().files.filter(isSource);
  const fused = fusedSources().filter(isSource);
  try {
    await run(compiler, [...flags(folder), ...sources, '-o', addonPath(folder), ...libraries]);
    await run(compiler, [...flags(folder), quiet, '-o', quietPath(folder)]);
    const linked = [libraries[1]!, ...oneDnnFlags(folder, build), '-lpthread'];
    await run(compiler, [...flags(folder), '-O3', ...fused, '-o', fusedPath(folder), ...linked]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError(`${compiler} could not compile the TensorFlow addon: ${why}`, {cause: error});
  }
}

function oneDnnFlags(folder: string, {oneDnn}: NativeBuild): readonly string[] {
  return oneDnn ? ['-DESPALIER_ONEDNN', '-fopenmp', join(folder, 'deps', 'lib', oneDnn.library)] : [];
}

const isSource = (file: string): boolean => file.endsWith('.cc');

/** The C++ compiler. Asked for before the download as well, which would be in vain without one. */
export function requireCompiler(): string {
  const compiler = findProgram(compilers());
  if (compiler) return compiler;
  throw new EngineError('no C++ compiler was found to build the TensorFlow addon (install g++)');
}

function flags(folder: string): readonly string[] {
  const onMac = process.platform === 'darwin';
  return [
    ...['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8'],
    // Node itself has the symbols of its API; macOS has to be told.
    ...(onMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-ldl']),
    `-Wl,-rpath,${onMac ? '@loader_path' : '$ORIGIN'}/../../deps/lib`,
    ...['-I', join(folder, 'deps', 'include'), '-I', addonSource().nodeHeaders]
  ];
}
