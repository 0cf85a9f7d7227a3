import {randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cacheFolder, withLock} from '@espalier/backend';
import {downloadPackage} from './downloadPackage.ts';
import {PackageError} from './PackageError.ts';
import {packageName, type PinnedPackage} from './pinnedPackage.ts';

/** Files out of a package, under a name. */
export interface FetchedPackage {
  readonly name: string;
  readonly license: string;
  readonly from: PinnedPackage;
}

export interface FetchOptions<T> {
  /** The files to keep, by name, out of a package's archive. */
  readonly read: (
    wanted: T,
    archive: Buffer
  ) => ReadonlyMap<string, Uint8Array> | Promise<ReadonlyMap<string, Uint8Array>>;
  /** Told what is under way, in words. */
  readonly say?: (line: string) => void;
}

/** Says what a folder was made of. */
const STAMP = 'source.json';

/** Where the files of a package are, once fetched: in the user's cache folder. */
export function packageFolder(name: string): string {
  return join(cacheFolder(), 'networks', name);
}

/** Whether the files are there, from the package that they are pinned to. */
export async function isFetched({name, from}: FetchedPackage): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(join(packageFolder(name), STAMP), 'utf8')) as {sha256?: unknown};
    return stamp.sha256 === from.sha256;
  } catch {
    return false;
  }
}

/**
 * Fetches what is missing of the packages, and returns their names. Quick when there is nothing to do, safe to interrupt
 * and to run twice at once. Throws a PackageError with the reason where one cannot be had.
 */
export async function fetchPackages<T extends FetchedPackage>(
  wanted: readonly T[],
  {read, say = () => undefined}: FetchOptions<T>
): Promise<readonly string[]> {
  const folder = packageFolder('');
  const fetched: string[] = [];
  const work = async () => {
    await clearLeftovers(folder);
    for (const one of wanted) {
      if (await isFetched(one)) continue;
      say(`Fetching ${one.name} (${packageName(one.from)}, ${one.license}) …`);
      await fetchOne(one, folder, read);
      fetched.push(one.name);
    }
    await rm(join(folder, '.downloads'), {recursive: true, force: true});
  };
  await withLock(`networks ${folder}`, work, {
    onWait: () => say('Another process is fetching networks; waiting for it.')
  });
  return fetched;
}

/** What killed processes left half written; nobody else is at work while the lock is held. */
async function clearLeftovers(folder: string): Promise<void> {
  for (const [parent, start] of [
    [folder, /^\..*\.tmp$/],
    [join(folder, '.downloads'), /^\.part-/]
  ] as const) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names.filter(one => start.test(one)))
      await rm(join(parent, name), {recursive: true, force: true});
  }
}

/** A folder appears whole or not at all. */
async function fetchOne<T extends FetchedPackage>(
  wanted: T,
  folder: string,
  read: FetchOptions<T>['read']
): Promise<void> {
  const {name, from, license} = wanted;
  const files = await read(wanted, await downloadPackage(from, join(folder, '.downloads')));
  if (files.size === 0) throw new PackageError(`Expected ${packageName(from)} to hold the files of ${name}, got none.`);
  const temporary = join(folder, `.${name}.${randomBytes(4).toString('hex')}.tmp`);
  await mkdir(temporary, {recursive: true});
  try {
    for (const [file, data] of files) await writeFile(join(temporary, file), data);
    const stamp = {package: packageName(from), sha256: from.sha256, license};
    await writeFile(join(temporary, STAMP), `${JSON.stringify(stamp)}\n`);
    await rm(packageFolder(name), {recursive: true, force: true});
    await rename(temporary, packageFolder(name));
  } finally {
    await rm(temporary, {recursive: true, force: true});
  }
}
