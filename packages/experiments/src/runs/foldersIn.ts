import {readdirSync, type Dirent} from 'node:fs';

/** Names of the folders in a folder, in alphabetical order; none where it cannot be read. */
export function foldersIn(path: string): readonly string[] {
  return entriesOf(path)
    .filter(entry => entry.isDirectory())
    .map(({name}) => name)
    .toSorted();
}

function entriesOf(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, {withFileTypes: true});
  } catch {
    return [];
  }
}
