import {isAbsolute, join} from 'node:path';
import {DataError} from '../dataError.ts';

/** Where a member of an archive goes. Throws a DataError where its name leads out of the folder. */
export function memberPath(folder: string, name: string, archive: string): string {
  const parts = name.split(/[/\\]/).filter(part => part !== '' && part !== '.');
  const escapes = parts.includes('..') || isAbsolute(name) || /^[/\\]|^[a-z]:/i.test(name) || name.includes('\0');
  if (!escapes) return join(folder, ...parts);
  throw new DataError(
    `Expected the members of ${archive} to stay in their folder, got "${name}", which leads out of it.`
  );
}

/** Throws for members that are no files or folders: links could lead out of the folder. */
export function refuseLink(name: string, kind: string, archive: string): never {
  throw new DataError(`Expected ${archive} to hold files and folders alone, got the ${kind} "${name}".`);
}
