import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from './dataError.ts';
import type {DataSource, StoredImages} from './dataSource.ts';
import {findDataFolder} from './findDataFolder.ts';
import type {LabeledFile} from './formats/imageFolderFiles.ts';
import {splitStratified} from './splitStratified.ts';

/** Where Debian's package puts the stamps. */
const INSTALLED_AT = '/usr/share/tuxpaint/stamps';

const FOLDERS = {
  birds: 'animals/birds',
  fish: 'animals/fish',
  flowers: 'plants/flowers',
  fruit: 'food/fruit',
  insects: 'animals/insects',
  mammals: 'animals/mammals',
  roadsigns: 'town/roadsigns',
  tools: 'household/tools',
  vegetables: 'food/vegetables'
};

/** Folders, below those, of what was drawn or made of something else. */
const NO_PHOTOGRAPHS = new Set(['cartoon', 'toys', 'plastic']);

/** Drawn, of another class than their folder's, or another one again. */
const LEFT_OUT = new Set(
  ['Brown_slug', 'Woodlouse', 'lobster', 'shrimp', 'hedgehog', 'stoplight_02_yellow', 'stoplight_03_green'].map(
    name => `${name}.png`
  )
);

const TEST_SHARE = 0.2;
const SPLIT_SEED = 0; // of data that come without a split

/**
 * Colour photographs of single things, cut out: 212 in nine classes of 7 to 63. What is transparent becomes white, and
 * each is cropped to what is there and put in a square. A fifth of each class is the test split, always the same.
 *
 * Source: the stamps of Tux Paint, as Debian's `tuxpaint-stamps-default` installs them.
 */
export const photographs: DataSource<StoredImages> = {
  name: 'photographs',
  summary: 'things in colour, cut out, 9 classes; 170 + 42 image files (split by us), from Debian’s package',
  license: 'GPL-2+',
  read: ({dataDir}) => readStamps(dataDir)
};

/** Finds the stamps and lists those that are photographs. Throws a DataError that says how to get them. */
export async function readStamps(dataDir?: string, installedAt = INSTALLED_AT): Promise<StoredImages> {
  const folders = [...(dataDir === undefined ? [] : [dataDir, join(dataDir, 'photographs')]), installedAt];
  const folder = await findDataFolder(folders, Object.values(FOLDERS));
  if (folder === undefined) {
    throw new DataError(
      `Expected the stamps of Tux Paint (a folder with ${FOLDERS.birds}, ${FOLDERS.fruit} and so on) for photographs, ` +
        `got none in ${folders.join(', ')}. On Debian and Ubuntu: apt-get install tuxpaint-stamps-default. Elsewhere: ` +
        'unpack that package, and name its folder stamps with --data-dir.'
    );
  }
  const classNames = Object.keys(FOLDERS);
  const classes = await Promise.all(Object.values(FOLDERS).map(below => photographsIn(join(folder, below))));
  const empty = classes.findIndex(({length}) => length === 0);
  if (empty >= 0) {
    throw new DataError(
      `Expected ${join(folder, Object.values(FOLDERS)[empty]!)} to hold PNG files of photographs, got none. ` +
        'Install tuxpaint-stamps-default again.'
    );
  }
  const files = classes.flatMap((paths, label) => paths.map((file): LabeledFile => ({file, label})));
  const labels = files.map(({label}) => label);
  const {train, validation: test} = splitStratified(labels, TEST_SHARE, SPLIT_SEED);
  return {
    kind: 'images',
    name: 'photographs',
    folder,
    classes: classNames.length,
    classNames,
    train: Array.from(train, index => files[index]!),
    test: Array.from(test, index => files[index]!),
    size: 96,
    reading: 'cutout',
    note: `${files.length} photographs; the test split is a fifth of each class, chosen by us.`
  };
}

/** Paths in the order of their names by code unit, folders below included. */
async function photographsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {withFileTypes: true});
  const found = await Promise.all(
    entries.map(async entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NO_PHOTOGRAPHS.has(entry.name) ? [] : photographsIn(path);
      return isPhotograph(entry.name) ? [path] : [];
    })
  );
  return found.flat().sort();
}

function isPhotograph(name: string): boolean {
  return name.endsWith('.png') && !name.endsWith('_mirror.png') && !LEFT_OUT.has(name);
}
