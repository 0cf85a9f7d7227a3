import {readFileSync, statSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {NativeBuild} from './nativeBuild.ts';

/** `engine.json` of a finished native engine: what it was made from, and the sizes of what must be there. */
interface Stamp {
  readonly format: 'espalier.engine/1';
  readonly wheels: readonly {readonly project: string; readonly version: string; readonly sha256: string}[];
  readonly files: readonly {readonly path: string; readonly bytes: number}[];
}

const stampPath = (folder: string): string => join(folder, 'engine.json');

/** Written last: a folder without its stamp, or with files that differ from it, counts as not installed. */
export async function writeStamp(folder: string, build: NativeBuild, paths: readonly string[]): Promise<void> {
  const stamp: Stamp = {
    format: 'espalier.engine/1',
    wheels: build.wheels.map(({project, version, sha256}) => ({project, version, sha256})),
    files: paths.map(path => ({path, bytes: statSync(join(folder, path)).size}))
  };
  await writeFile(stampPath(folder), `${JSON.stringify(stamp, null, 2)}\n`);
}

/** Whether the folder is complete, by existence and size alone: the wheels' hashes were checked when it was made. */
export function isComplete(folder: string): boolean {
  try {
    const stamp = JSON.parse(readFileSync(stampPath(folder), 'utf8')) as Partial<Stamp>;
    if (stamp.format !== 'espalier.engine/1' || !stamp.files?.length) return false;
    return stamp.files.every(({path, bytes}) => statSync(join(folder, path)).size === bytes);
  } catch {
    return false;
  }
}
