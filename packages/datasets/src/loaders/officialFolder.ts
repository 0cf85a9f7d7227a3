import {join} from 'node:path';
import type {Archive, OfficialData} from '../archives/archive.ts';
import {DataError} from '../dataError.ts';
import {describeFolders, exists, findDataFolder} from '../findDataFolder.ts';

export interface Wanted {
  /** Registered name. */
  readonly name: string;
  readonly official: OfficialData;
  /** Files and folders by which the unpacked data are known. */
  readonly marks: readonly string[];
  /** Where they may lie below the folder that the user names, or below its folder of the registered name. */
  readonly below: readonly string[];
}

/**
 * The folder of unpacked data. Throws a DataError that tells what is missing, where it comes from, what may be done with
 * it, and the command that fetches or unpacks it.
 */
export async function officialFolder({name, official, marks, below}: Wanted, dataDir?: string): Promise<string> {
  const roots = dataDir === undefined ? [] : [dataDir, join(dataDir, name)];
  const found = await findDataFolder(
    roots.flatMap(root => below.map(part => join(root, part))),
    marks
  );
  if (found !== undefined) return found;
  const packed = await findPacked(roots, official.archives);
  const got = packed === undefined ? describeFolders(roots) : `${packed}, which is not unpacked`;
  throw new DataError(
    `Expected ${official.title} (a folder with ${marks.join(', ')}) for ${name}, got ${got}. ${remedy(name, official)} ` +
      `Terms: ${official.terms}`
  );
}

/** What to do to get the data. */
export function remedy(name: string, {archives, page}: OfficialData): string {
  const files = archives.map(describeArchive).join(', ');
  const command = `espalier data get ${name} DIR`;
  const [before, does] = archives.every(({url}) => url !== undefined)
    ? ['', `downloads and unpacks ${files}`]
    : [`Get ${files} from ${page} (an account is needed) and put them in a folder DIR; `, 'unpacks them'];
  return `${before}\`${command}\` ${does}; then name DIR with --data-dir.`;
}

function describeArchive({file, bytes, url}: Archive): string {
  const facts = [bytes && `${bytes.toLocaleString('en-US')} bytes`, url].filter(Boolean);
  return facts.length > 0 ? `${file} (${facts.join(', ')})` : file;
}

async function findPacked(roots: readonly string[], archives: readonly Archive[]): Promise<string | undefined> {
  for (const root of roots) {
    for (const {file, into} of archives) {
      if (into !== undefined && (await exists(join(root, file)))) return join(root, file);
    }
  }
  return undefined;
}
