import {fileURLToPath} from 'node:url';

/** Folder of a data set that is committed with this package. It lies beside `src` and `dist` alike. */
export function dataFolder(name: string): string {
  return fileURLToPath(new URL(`../data/${name}/`, import.meta.url));
}
