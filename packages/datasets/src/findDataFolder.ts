import {access} from 'node:fs/promises';
import {join} from 'node:path';

/** The first of some folders that holds all of some files, or nothing. */
export async function findDataFolder(
  folders: readonly string[],
  files: readonly string[]
): Promise<string | undefined> {
  for (const folder of folders) {
    const there = await Promise.all(files.map(file => exists(join(folder, file))));
    if (there.every(Boolean)) return folder;
  }
  return undefined;
}

/** Whether there is a file or folder that may be looked at. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}

/** `the folder that --data-dir names (none was given)`, or the folders that were looked through, for messages. */
export function describeFolders(folders: readonly string[]): string {
  return folders.length === 0 ? 'no --data-dir' : `none in ${folders.join(', ')}`;
}
