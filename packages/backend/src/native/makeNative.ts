import {mkdir, open, readdir, rename, rm} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {compileAddon, requireCompiler} from './compileAddon.ts';
import {downloadWheel} from './downloadWheel.ts';
import type {NativeBuild, Wheel} from './nativeBuild.ts';
import {addonPath, fusedPath, quietPath} from './nativeFolder.ts';
import type {OnProgress} from './progress.ts';
import {writeStamp} from './stamp.ts';
import {unpackWheel} from './unpackWheel.ts';
import {wheelPlacement} from './wheelPlacement.ts';

/** Where a native engine is made, and who hears of it. */
export interface MakeOptions {
  readonly folder: string;
  readonly cache: string;
  readonly onProgress: OnProgress;
}

/** Makes one native engine in a scratch folder and puts it in its place when it is complete. Wants the install lock. */
export async function makeNative(build: NativeBuild, options: MakeOptions): Promise<void> {
  const {folder, cache, onProgress} = options;
  requireCompiler();
  await mkdir(cache, {recursive: true});
  await removeLeftovers(cache);
  const scratch = join(cache, `${scratchPrefix()}${process.pid}`);
  try {
    const files: string[] = [];
    for (const wheel of build.wheels) files.push(...(await fetchWheel(wheel, build, scratch, options)));
    onProgress({stage: 'compile', what: 'the TensorFlow addon', done: 0});
    await compileAddon(scratch, build);
    await finish(scratch, folder, build, files);
    await rm(downloadsOf(cache), {recursive: true, force: true});
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

const downloadsOf = (cache: string): string => join(cache, 'downloads');

/** Downloads and unpacks one wheel; the paths of its files within the scratch folder. */
async function fetchWheel(
  wheel: Wheel,
  build: NativeBuild,
  scratch: string,
  {cache, onProgress}: MakeOptions
): Promise<readonly string[]> {
  const path = await downloadWheel(wheel, {downloads: downloadsOf(cache), scratch, onProgress});
  const what = `${wheel.project} ${wheel.version}`;
  let done = 0;
  return unpackWheel(path, scratch, wheelPlacement(build), bytes => {
    done += bytes;
    onProgress({stage: 'unpack', what, done});
  });
}

/** Stamps the scratch folder and renames it; the headers were only needed to compile. */
async function finish(scratch: string, folder: string, build: NativeBuild, files: readonly string[]): Promise<void> {
  await rm(join(scratch, 'deps', 'include'), {recursive: true, force: true});
  await rm(join(scratch, 'wheel'), {recursive: true, force: true});
  const kept = files.filter(path => !path.startsWith('deps/include/'));
  await writeStamp(scratch, build, [...kept, addonPath(''), quietPath(''), fusedPath('')]);
  for (const path of [addonPath(scratch), quietPath(scratch), fusedPath(scratch), join(scratch, 'engine.json')])
    await flush(path);
  // A damaged engine may still be mapped by a running process: it is moved aside, never written over.
  const aside = `${scratch}-replaced`;
  await rename(folder, aside).catch(() => undefined);
  await rename(scratch, folder);
  await rm(aside, {recursive: true, force: true});
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

// The lock covers one machine; a cache on a shared file system may also hold the scratch folders of others.
const scratchPrefix = (): string => `.making-${hostname()}-`;

async function removeLeftovers(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter(name => name.startsWith(scratchPrefix()));
  for (const name of names) await rm(join(cache, name), {recursive: true, force: true});
}
