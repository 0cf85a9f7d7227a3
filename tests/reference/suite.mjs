import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findPython} from '../../scripts/python.mjs';

const PACKAGES = ['numpy', 'torch'];
const folder = fileURLToPath(new URL('.', import.meta.url));

/** Every criterion against PyTorch in float64, with a forward pass and derivatives of its own. */
export const suite = {
  name: 'python reference',
  installedByCi: true,
  missing: () => (findPython(PACKAGES) ? undefined : 'no torch; pip install torch==2.13.0 numpy'),
  run
};

/** Dumps Espalier's scores and what they were computed from, then lets Python compute them again. */
function run() {
  const cases = mkdtempSync(join(tmpdir(), 'espalier-reference-'));
  try {
    const dump = spawnSync(process.execPath, [join(folder, 'dump.mjs'), cases], {stdio: 'inherit'});
    if (dump.status !== 0) return {failed: 1, reason: `dump.mjs ended with exit code ${dump.status}`};
    const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']};
    const {stdout, status} = spawnSync(findPython(PACKAGES), [join(folder, 'reference.py'), cases], options);
    process.stdout.write(stdout);
    const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(stdout) ?? [];
    if (passed === undefined) return {failed: 1, reason: `reference.py ended with exit code ${status} and no count`};
    return {passed: Number(passed), failed: Number(failed)};
  } finally {
    if (existsSync(cases)) rmSync(cases, {recursive: true});
  }
}
