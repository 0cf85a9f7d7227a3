import {spawnSync} from 'node:child_process';
import {existsSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {environmentFolder} from '../../scripts/python.mjs';

const PACKAGES = ['torch==2.13.0', 'torch-pruning==1.6.*', 'numpy'];
const PROGRAM = `import sys, numpy, torch, torch_pruning
from importlib.metadata import version
sys.exit(not (version("torch").startswith("2.13.0") and version("torch-pruning").startswith("1.6.")))`;

/**
 * The Python that the other sides run on, made in the user's cache folder where there is none yet: `{python}`, or
 * `{missing}` with the reason why there is none.
 */
export function ensurePython({log = () => undefined} = {}) {
  if (process.env.ESPALIER_PYTHON) return checked(process.env.ESPALIER_PYTHON);
  const folder = environmentFolder('bench');
  const python = join(folder, 'bin/python');
  if (existsSync(python) && !checked(python).missing) return {python};
  log(`Making a Python environment with ${PACKAGES.join(', ')} in ${folder}.`);
  // Under another name until it is whole: an interrupted one is made anew.
  const unfinished = `${folder}-unfinished`;
  rmSync(unfinished, {recursive: true, force: true});
  const made = run('python3', ['-m', 'venv', unfinished]);
  if (made !== undefined) return {missing: `python3 -m venv failed: ${made}`};
  const installed = run(join(unfinished, 'bin/python'), ['-m', 'pip', 'install', '-q', ...PACKAGES]);
  if (installed !== undefined) return {missing: `pip install ${PACKAGES.join(' ')} failed: ${installed}`};
  rmSync(folder, {recursive: true, force: true});
  renameSync(unfinished, folder);
  return checked(python);
}

function checked(python) {
  const trouble = run(python, ['-c', PROGRAM]);
  return trouble === undefined ? {python} : {missing: `${python} lacks ${PACKAGES.join(', ')}: ${trouble}`};
}

/** The last line of what a failed command said; undefined where it worked. */
function run(command, args) {
  const {status, error, stderr} = spawnSync(command, args, {encoding: 'utf8'});
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split('\n').at(-1) || `exit code ${status}`);
}
