import {mkdir, open, readdir, rename, rm} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {cacheFolder} from '../cacheFolder.ts';
import {EngineError} from '../engineError.ts';
import {withLock} from '../lock.js';
import {compileAddon, requireCompiler} from './compileAddon.ts';
import {downloadWheel} from './downloadWheel.ts';
import {circumstances, forgetFailure, recordFailure} from './failure.ts';
import {nativeBuild, type NativeBuild, type Variant} from './nativeBuild.ts';
import {addonPath, nativeFolder, quietPath} from './nativeFolder.ts';
import type {OnProgress} from './progress.ts';
import {isComplete, writeStamp} from './stamp.ts';
import {unpackWheel} from './unpackWheel.ts';
import {wheelPlacement} from './wheelPlacement.ts';

export interface InstallOptions {
  /** @default 'cpu' */
  readonly variant?: Variant;
  readonly onProgress?: OnProgress;
  /** Told once when another process is at the same work. */
  readonly onWait?: () => void;
  /** @default the per-user cache folder */
  readonly cache?: string;
}

/**
 * Makes the native engine in the per-user cache, or returns at once when it is there, and returns its folder.
 *
 * Safe to interrupt and to call from several processes: work happens in a scratch folder that only becomes the engine
 * when it is complete, under a lock that dies with its holder.
 *
 * @throws EngineError with the reason, which is also kept in the cache for later notices.
 */
export async function installNative(options: InstallOptions = {}): Promise<string> {
  const {variant = 'cpu', cache = cacheFolder(), onProgress = () => undefined, onWait} = options;
  const build = nativeBuild(variant);
  if (!build) throw new EngineError(`TensorFlow has no ${variant} build for ${process.platform} ${process.arch}`);
  const folder = nativeFolder(build, cache);
  if (isComplete(folder)) return folder;
  return withLock(
    `native ${cache}`,
    async () => {
      if (isComplete(folder)) return folder;
      try {
        await make(build, folder, cache, onProgress);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        await recordFailure(cache, variant, {reason, circumstances: circumstances(folder), at: Date.now()});
        throw error instanceof EngineError ? error : new EngineError(reason, {cause: error});
      }
      await forgetFailure(cache, variant);
      return folder;
    },
    {onWait}
  );
}

async function make(build: NativeBuild, folder: string, cache: string, onProgress: OnProgress): Promise<void> {
  requireCompiler();
  await mkdir(cache, {recursive: true});
  await removeLeftovers(cache);
  const scratch = join(cache, `${scratchPrefix()}${process.pid}`);
  const downloads = join(cache, 'downloads');
  const files: string[] = [];
  for (const wheel of build.wheels) {
    const path = await downloadWheel(wheel, {downloads, scratch, onProgress});
    let done = 0;
    const what = `${wheel.project} ${wheel.version}`;
    const unpacked = await unpackWheel(path, scratch, wheelPlacement(build), bytes => {
      done += bytes;
      onProgress({stage: 'unpack', what, done});
    });
    files.push(...unpacked);
  }
  onProgress({stage: 'compile', what: 'the TensorFlow addon', done: 0});
  await compileAddon(scratch, build);
  await finish(scratch, folder, build, files);
  await rm(downloads, {recursive: true, force: true});
}

/** Stamps the scratch folder and puts it in its place; the headers are only needed to compile. */
async function finish(scratch: string, folder: string, build: NativeBuild, files: readonly string[]): Promise<void> {
  await rm(join(scratch, 'deps', 'include'), {recursive: true, force: true});
  await rm(join(scratch, 'wheel'), {recursive: true, force: true});
  const kept = files.filter(path => !path.startsWith('deps/include/'));
  await writeStamp(scratch, build, [...kept, addonPath(''), quietPath('')]);
  for (const path of [addonPath(scratch), quietPath(scratch), join(scratch, 'engine.json')]) await flush(path);
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
