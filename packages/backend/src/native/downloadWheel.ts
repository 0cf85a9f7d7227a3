import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {mkdir, readdir, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {EngineError} from '../engineError.ts';
import {findPip} from './findPip.ts';
import {folderBytes} from './folderBytes.ts';
import type {Wheel} from './nativeBuild.ts';
import type {OnProgress} from './progress.ts';
import {run} from './run.ts';

/** Where a wheel comes from and goes to. */
export interface DownloadOptions {
  /** Holds finished downloads, so that an interrupted install need not fetch them again. */
  readonly downloads: string;
  /** Scratch folder on the same file system. */
  readonly scratch: string;
  readonly onProgress: OnProgress;
}

/**
 * Fetches one pinned wheel by pip and returns its path.
 *
 * pip is asked for a fixed platform and Python version, so any machine's pip fetches the same file, from whatever index
 * it is configured for; the hash is checked by pip and again here.
 */
export async function downloadWheel(wheel: Wheel, options: DownloadOptions): Promise<string> {
  const target = join(options.downloads, `${wheel.project}-${wheel.version}-${wheel.sha256.slice(0, 12)}.whl`);
  if ((await sha256(target)) === wheel.sha256) return target;
  const folder = join(options.scratch, 'wheel');
  await mkdir(folder, {recursive: true});
  await mkdir(options.downloads, {recursive: true});
  await pipDownload(wheel, folder, options.onProgress);
  const [file] = (await readdir(folder)).filter(name => name.endsWith('.whl'));
  const found = file && (await sha256(join(folder, file)));
  if (!file || found !== wheel.sha256) {
    throw new EngineError(`Expected ${wheel.project} ${wheel.version} to have sha256 ${wheel.sha256}, got ${found}`);
  }
  await rename(join(folder, file), target);
  return target;
}

async function pipDownload(wheel: Wheel, folder: string, onProgress: OnProgress): Promise<void> {
  const pip = await findPip();
  if (!pip) throw new EngineError('no pip was found to download TensorFlow (install python3-pip)');
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const what = `${wheel.project} ${wheel.version}`;
  // pip's own progress bar cannot be read from a pipe in older versions: the growing files tell as much.
  const timer = setInterval(
    () => onProgress({stage: 'download', what, done: folderBytes(folder), total: wheel.bytes}),
    500
  );
  try {
    const env = {...process.env, TMPDIR: folder, PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1'};
    await run(pip[0], [...pip.slice(1), ...pipArguments(wheel, requirements, folder)], env);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError(`pip could not download ${what}: ${why}`, {cause: error});
  } finally {
    clearInterval(timer);
  }
}

function pipArguments(wheel: Wheel, requirements: string, folder: string): readonly string[] {
  const target = ['--only-binary=:all:', '--platform', wheel.pipPlatform, '--python-version', '3.11'];
  const quiet = ['--quiet', '--no-input', '--no-cache-dir'];
  return ['download', '--no-deps', '--require-hashes', ...target, ...quiet, '--dest', folder, '-r', requirements];
}

async function sha256(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, {highWaterMark: 1 << 20}), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
