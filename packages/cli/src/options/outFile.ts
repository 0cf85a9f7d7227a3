import {stat} from 'node:fs/promises';
import {UsageError} from '../errors/UsageError.ts';

/** Refuses a folder before the work begins; a file is written over. */
export async function checkOutFile(path: string | undefined, option = '--out'): Promise<void> {
  if (path === undefined) return;
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`Expected ${option} to be a file, got the folder ${path}.`);
}
