import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from '../dataError.ts';

export interface LabeledFile {
  readonly file: string;
  readonly label: number;
}

const LEFT_BY_DESKTOPS = new Set(['Thumbs.db', 'desktop.ini']);

/** Names of the folders in a folder, links followed, by code unit, so that the order is the same in every locale. */
export async function foldersIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter(name => !isLeftOver(name)).sort();
  const infos = await Promise.all(names.map(name => stat(join(folder, name))));
  return names.filter((_, i) => infos[i]!.isDirectory());
}

/**
 * The image files of each class of one split, sorted by name. Classes without a folder have none; files with names like
 * `besides` may lie beside the folders.
 */
export async function listClasses(
  folder: string,
  classNames: readonly string[],
  besides?: RegExp
): Promise<LabeledFile[][]> {
  const classes = classNames.map((): LabeledFile[] => []);
  const names = await readdir(folder);
  for (const name of names.filter(name => !isLeftOver(name) && !besides?.test(name))) {
    const label = classNames.indexOf(name);
    if (label < 0) {
      throw new DataError(
        `Expected ${join(folder, name)} to be a folder of one of the classes of train (${classNames.slice(0, 10).join(', ')}` +
          `${classNames.length > 10 ? ', …' : ''}), got another name.`
      );
    }
    classes[label] = (await listImages(join(folder, name))).map(file => ({file, label}));
  }
  return classes;
}

/** The first of each class, then the second of each class, and so on. */
export function interleaveClasses<T>(classes: readonly (readonly T[])[]): T[] {
  const most = Math.max(0, ...classes.map(({length}) => length));
  return Array.from({length: most}, (_, turn) => classes.flatMap(members => members.slice(turn, turn + 1))).flat();
}

async function listImages(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, {withFileTypes: true})).filter(({name}) => !isLeftOver(name));
  for (const entry of entries) {
    if (/\.(png|jpe?g)$/i.test(entry.name) && !entry.isDirectory()) continue;
    const got = entry.isDirectory() ? 'a folder' : 'another file';
    throw new DataError(`Expected ${join(folder, entry.name)} to be a PNG or JPEG file, got ${got}.`);
  }
  return entries
    .map(({name}) => name)
    .sort()
    .map(name => join(folder, name));
}

function isLeftOver(name: string): boolean {
  return name.startsWith('.') || LEFT_BY_DESKTOPS.has(name);
}
