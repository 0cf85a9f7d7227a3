import {cp, mkdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

const demo = fileURLToPath(new URL('../../../../reports/runs/demo', import.meta.url));

let cwd: string;
beforeAll(async () => {
  cwd = (await makeWorkFolder()).folder;
  await mkdir(join(cwd, 'runs'));
  await cp(demo, join(cwd, 'runs', 'demo'), {recursive: true});
});

const exportRuns = (line: string, env: Readonly<Record<string, string>> = {}) =>
  espalier(['export-runs', ...line.split(' ')], {cwd, env});

it('prints a table of every run, or writes one of every step', async () => {
  const {code, stdout, stderr} = await exportRuns('--to csv');
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\r\n');
  expect(lines).toHaveLength(16);
  expect(lines[0]).toMatch(
    /^sweep,run,seed,key,status,.*,prune\.criterion,.*,before\.units,.*,after\.flops,.*,metric\.value$/
  );
  const steps = await exportRuns('demo --to csv --steps --out tables/');
  expect(steps).toEqual({code: 0, stdout: '', stderr: 'Wrote tables/steps.csv\n'});
  expect((await readFile(join(cwd, 'tables/steps.csv'), 'utf8')).split('\r\n').length).toBeGreaterThan(100);
});

it('says what is wrong in one line', async () => {
  const cases: [string, string][] = [
    ['--to csv demmo', 'Unknown sweep "demmo". Known: demo. Did you mean "demo"?'],
    ['--to csv --uri http://localhost:5000', 'Expected no --uri with --to csv, got one.'],
    ['--to mlflow --out runs.csv', 'Expected no --out with --to mlflow, got one.'],
    ['--to mlflow', 'Expected --uri with --to mlflow, such as http://localhost:5000, got none.'],
    ['--to csv --runs nowhere', 'Expected runs in nowhere, got none. Start some with: espalier sweep FILE']
  ];
  for (const [line, message] of cases) {
    expect(await exportRuns(line)).toEqual({code: 2, stdout: '', stderr: `espalier: ${message}\n`});
  }
});

it('takes the address of the server from the environment too', async () => {
  const {code, stderr} = await exportRuns('--to mlflow', {MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db'});
  expect(code).toBe(2);
  expect(stderr).toContain('got "sqlite:///mlflow.db" (string). Start one with: mlflow server --backend-store-uri');
});
