import {homedir} from 'node:os';
import {join} from 'node:path';

/**
 * The per-user folder that holds what is made once per machine (the native engine, downloads).
 *
 * `ESPALIER_CACHE` names it outright; otherwise it follows the platform's habit.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.ESPALIER_CACHE) return env.ESPALIER_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'espalier');
  if (process.platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'espalier', 'cache');
  return join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'espalier');
}
