import {spawnSync} from 'node:child_process';
import {existsSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {environmentFolder} from '../../scripts/python.mjs';

const PACKAGES = ['hydra-core==1.3.*', 'optuna==4.*'];

/** A Python with Hydra and Optuna, made in the user's cache folder where there is none; nothing where it cannot be. */
export function trackersPython() {
  const folder = environmentFolder('trackers');
  const python = join(folder, 'bin/python');
  if (existsSync(python)) return python;
  const unfinished = `${folder}-unfinished`;
  rmSync(unfinished, {recursive: true, force: true});
  const made =
    run('python3', ['-m', 'venv', unfinished]) &&
    run(join(unfinished, 'bin/python'), ['-m', 'pip', 'install', '-q', ...PACKAGES]);
  if (!made) return undefined;
  renameSync(unfinished, folder);
  return python;
}

function run(command, args) {
  return spawnSync(command, args, {stdio: ['ignore', 'ignore', 'inherit']}).status === 0;
}
