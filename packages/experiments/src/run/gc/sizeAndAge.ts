import {lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

export interface SizeAndAge {
  readonly bytes: number;
  /** Milliseconds since 1970 of the newest change to it. */
  readonly changed: number;
}

/** Of a file, or of everything in a folder; what has gone meanwhile has neither. Links are not followed. */
export function sizeAndAge(path: string): SizeAndAge {
  const stats = lstatSync(path, {throwIfNoEntry: false});
  if (!stats) return {bytes: 0, changed: 0};
  if (!stats.isDirectory()) return {bytes: stats.size, changed: stats.mtimeMs};
  const parts = readdirSync(path).map(name => sizeAndAge(join(path, name)));
  return {
    bytes: parts.reduce((sum, {bytes}) => sum + bytes, 0),
    changed: Math.max(stats.mtimeMs, ...parts.map(({changed}) => changed))
  };
}
