import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, relative, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {BuildFailure, Plugin} from 'esbuild';
import {ConfigError} from '../schema/ConfigError.ts';

/** A plugin and its own files as one ES module. */
export interface PluginBundle {
  readonly code: string;
  /** Over the plugin's own files; what it takes from packages is not part of it. */
  readonly sha256: string;
}

/**
 * Bundles a plugin, given by path or package name, to JavaScript that this Node can import from anywhere.
 *
 * `@espalier/*` and TensorFlow.js lead to this installation, so that there is one tensor engine in the process; other
 * packages are looked up from the plugin's folder. Throws a ConfigError with file, line and column.
 */
export async function bundlePlugin(plugin: string, folder: string): Promise<PluginBundle> {
  const {build: bundle} = await import('esbuild');
  try {
    const {outputFiles, metafile} = await bundle({
      stdin: {contents: `export * as plugin from ${JSON.stringify(plugin)};`, resolveDir: folder, sourcefile: ENTRY},
      absWorkingDir: resolve(folder),
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      logLevel: 'silent',
      plugins: [packagesStayOutside]
    });
    const inputs = Object.keys(metafile.inputs).filter(path => !path.endsWith(ENTRY));
    return {code: outputFiles[0]?.text ?? '', sha256: await digestFiles(inputs.map(path => resolve(folder, path)))};
  } catch (cause) {
    throw new ConfigError(`Could not load plugin ${plugin}: ${failureText(cause, folder)}`, {cause});
  }
}

const ENTRY = '<plugin>';
const OURS = /^@espalier\/|^@tensorflow\/tfjs(-core|-layers)?$/;
const here = createRequire(import.meta.url);

const packagesStayOutside: Plugin = {
  name: 'packages-stay-outside',
  setup: build => {
    build.onResolve({filter: /^[^./]/}, async ({path, resolveDir, importer, kind, pluginData}) => {
      if (pluginData === SEEN || path.startsWith('node:')) return undefined;
      if (OURS.test(path)) return {path: pathToFileURL(here.resolve(path)).href, external: true};
      if (importer.endsWith(ENTRY)) return undefined;
      const found = await build.resolve(path, {resolveDir, kind, importer, pluginData: SEEN});
      if (found.errors.length > 0) return {errors: found.errors};
      return found.external ? found : {path: pathToFileURL(found.path).href, external: true};
    });
  }
};

// Marks our own look-ups, which would otherwise come back to the same hook for ever.
const SEEN = Symbol('seen');

/** Over names relative to the first file's folder and contents, so that a moved folder keeps its digest. */
async function digestFiles(paths: readonly string[]): Promise<string> {
  const root = dirname(paths.at(-1) ?? '.');
  const hash = createHash('sha256');
  for (const path of paths.toSorted()) hash.update(`${relative(root, path)}\n`).update(await readFile(path));
  return hash.digest('hex');
}

function failureText(cause: unknown, folder: string): string {
  const [first] = (cause as Partial<BuildFailure>).errors ?? [];
  if (!first) return cause instanceof Error ? cause.message : String(cause);
  const {location, text} = first;
  if (!location || location.file.endsWith(ENTRY)) return `${text}.`;
  return `${resolve(folder, location.file)}:${location.line}:${location.column + 1}: ${text}.`;
}
