import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Where `.ci/run` makes the virtual environment. */
const environment = join(
  process.env.ESPALIER_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'espalier'),
  'reference'
);

/** Every criterion against PyTorch in float64, with a forward pass and derivatives of its own. */
export const suite = {
  name: 'python reference',
  installedByCi: true,
  missing: () => (findPython() ? undefined : 'no torch; pip install torch==2.13.0 numpy'),
  run
};

function findPython() {
  const candidates = process.env.ESPALIER_PYTHON
    ? [process.env.ESPALIER_PYTHON]
    : [join(environment, 'bin/python'), 'python3', 'python'];
  return candidates.find(python => spawnSync(python, ['-c', 'import numpy, torch'], {stdio: 'ignore'}).status === 0);
}

/** Dumps Espalier's scores and what they were computed from, then lets Python compute them again. */
function run() {
  const cases = mkdtempSync(join(tmpdir(), 'espalier-reference-'));
  try {
    const dump = spawnSync(process.execPath, [join(folder, 'dump.mjs'), cases], {stdio: 'inherit'});
    if (dump.status !== 0) return {failed: 1, reason: `dump.mjs ended with exit code ${dump.status}`};
    const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']};
    const {stdout, status} = spawnSync(findPython(), [join(folder, 'reference.py'), cases], options);
    process.stdout.write(stdout);
    const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(stdout) ?? [];
    if (passed === undefined) return {failed: 1, reason: `reference.py ended with exit code ${status} and no count`};
    return {passed: Number(passed), failed: Number(failed)};
  } finally {
    if (existsSync(cases)) rmSync(cases, {recursive: true});
  }
}
