import {execa, type ResultPromise} from 'execa';

/** Starts another Node process on a script, which may import this package's sources by the URLs of `source`. */
export function startScript(script: string): ResultPromise<{reject: false; all: true}> {
  const hook = new URL('typeScriptHook.mjs', import.meta.url).href;
  const flags = ['--conditions=espalier-source', '--import', hook, '--input-type=module', '--eval', script];
  return execa(process.execPath, flags, {reject: false, all: true});
}

/** URL of a source file, by its path below `src/`, for an import in a script. */
export function source(path: string): string {
  return new URL(`../${path}`, import.meta.url).href;
}
