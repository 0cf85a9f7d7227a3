import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** Bytes of all files under a folder; files that vanish meanwhile count nothing. */
export function folderBytes(folder: string): number {
  try {
    const entries = readdirSync(folder, {withFileTypes: true});
    return entries.reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? folderBytes(path) : (statSync(path, {throwIfNoEntry: false})?.size ?? 0));
    }, 0);
  } catch {
    return 0;
  }
}
