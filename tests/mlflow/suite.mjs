import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {findPython} from '../../scripts/python.mjs';
import {exporting} from './exporting.mjs';
import {following} from './following.mjs';
import {prepare} from './prepare.mjs';
import {refusing} from './refusing.mjs';
import {tables} from './tables.mjs';

const PACKAGES = ['mlflow', 'duckdb', 'pandas', 'pyarrow'];
const python = () => findPython(PACKAGES, 'mlflow');

/** Exports against a real MLflow server, and read by MLflow's own client, DuckDB and pandas. */
export const suite = {
  name: 'mlflow',
  installedByCi: true,
  missing: () => (python() ? undefined : `no ${PACKAGES.join(', ')}; pip install mlflow duckdb`),
  run
};

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-mlflow-'));
  const place = await prepare(python(), folder);
  const count = {passed: 0, failed: 0};
  try {
    for (const [what, check] of Object.entries({...exporting, ...refusing, ...following, ...tables})) {
      const problem = await check(place).then(
        () => undefined,
        error => error
      );
      count[problem ? 'failed' : 'passed']++;
      console.log(problem ? `FAIL ${what}: ${problem.stack}` : `ok   ${what}`);
    }
  } finally {
    await place.close();
    rmSync(folder, {recursive: true, force: true});
  }
  return count;
}
