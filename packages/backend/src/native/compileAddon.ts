import {mkdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {EngineError} from '../engineError.ts';
import {addonSource} from './addonSource.ts';
import {compilers, findProgram} from './findProgram.ts';
import type {NativeBuild} from './nativeBuild.ts';
import {addonPath} from './nativeFolder.ts';
import {run} from './run.ts';

/** Compiles the TensorFlow.js addon against the libraries in `folder/deps`, by one call of the C++ compiler. */
export async function compileAddon(folder: string, build: NativeBuild): Promise<void> {
  const compiler = findProgram(compilers());
  if (!compiler) throw new EngineError('no C++ compiler was found to build the TensorFlow addon (install g++)');
  await mkdir(dirname(addonPath(folder)), {recursive: true});
  try {
    await run(compiler, compilerArguments(folder, build));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError(`${compiler} could not compile the TensorFlow addon: ${why}`, {cause: error});
  }
}

function compilerArguments(folder: string, build: NativeBuild): readonly string[] {
  const {files, nodeHeaders} = addonSource();
  const onMac = process.platform === 'darwin';
  return [
    ...['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', onMac ? '-bundle' : '-shared'],
    // Node itself has the symbols of its API; macOS has to be told.
    ...(onMac ? ['-undefined', 'dynamic_lookup'] : []),
    ...['-I', join(folder, 'deps', 'include'), '-I', nodeHeaders],
    ...files.filter(file => file.endsWith('.cc')),
    ...['-o', addonPath(folder)],
    ...build.libraries.map(library => join(folder, 'deps', 'lib', library)),
    `-Wl,-rpath,${onMac ? '@loader_path' : '$ORIGIN'}/../../deps/lib`
  ];
}
