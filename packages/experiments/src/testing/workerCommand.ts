import {fileURLToPath} from 'node:url';

/** Starts a worker process on this package's sources. */
export const WORKER_COMMAND: readonly string[] = [
  '--conditions=espalier-source',
  '--import',
  new URL('typeScriptHook.mjs', import.meta.url).href,
  fileURLToPath(new URL('../worker/poolWorker.ts', import.meta.url))
];
