// Lets a child process of a test run this package's TypeScript sources on any Node: `node --import THIS_FILE`.
import {readFile} from 'node:fs/promises';
import {register} from 'node:module';
import {fileURLToPath} from 'node:url';

/** Node's `load` hook. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const {transform} = await import('esbuild');
  const {code} = await transform(await readFile(fileURLToPath(url), 'utf8'), {loader: 'ts', sourcefile: url});
  return {format: 'module', source: code, shortCircuit: true};
}

register(import.meta.url);
