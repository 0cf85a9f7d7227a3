import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {cacheFolder} from '../../packages/backend/dist/cacheFolder.js';
import {findNetwork} from './catalog.mjs';

/** Says what a network's folder was made of. */
export const STAMP = 'source.json';

/** Where a network's files are, once fetched. */
export const networkFolder = name => join(cacheFolder(), 'networks', name);

/** Whether a network has been fetched, from the package that it is pinned to. */
export function isFetched(name) {
  const {from} = findNetwork(name);
  try {
    return JSON.parse(readFileSync(join(networkFolder(name), STAMP), 'utf8')).sha256 === from.sha256;
  } catch {
    return false;
  }
}
