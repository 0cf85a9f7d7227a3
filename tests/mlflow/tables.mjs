import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {espalier} from './espalier.mjs';
import {readJson, readLines, runFolders} from './records.mjs';

const query = fileURLToPath(new URL('query.py', import.meta.url));
const readme = fileURLToPath(new URL('../../packages/experiments/README.md', import.meta.url));

/** Files that other tools read. */
export const tables = {
  'DuckDB queries the folder of the runs by the line of the README': async ({python, folder, runs}) => {
    const [, line] = /^duckdb -c "([^"]*)"$/m.exec(readFileSync(readme, 'utf8'));
    const tiny = ask(python, folder, {sql: line}).filter(({sweep}) => sweep === 'tiny');
    const results = runFolders(runs, 'tiny').map(at => [
      readJson(join(at, 'meta.json')),
      readJson(join(at, 'result.json'))
    ]);
    assert.equal(tiny.length, 2);
    for (const [{point}, {after}] of results) {
      const found = tiny.find(row => JSON.parse(row.point)['prune.criterion'] === point['prune.criterion']);
      assert.deepEqual([found.runs, found.accuracy], [1, after.testAccuracy]);
    }
  },

  'Parquet and CSV have the same runs, with their types and every digit': async ({python, folder, runs}) => {
    for (const to of ['parquet', 'csv', 'json']) {
      for (const steps of [[], ['--steps']]) {
        const {code, stderr} = await espalier(
          ['export-runs', 'tiny', 'long', '--to', to, ...steps, '--out', 'tables/'],
          {cwd: folder}
        );
        assert.equal(code, 0, stderr);
      }
    }
    const results = runFolders(runs, 'tiny').map(at => readJson(join(at, 'result.json')));
    const columns =
      '"prune.criterion" AS criterion, "after.testLoss" AS loss, "after.flops" AS flops, typeof(created) AS kind';
    for (const file of ['runs.parquet', 'runs.csv']) {
      const rows = ask(python, folder, {
        sql: `SELECT ${columns} FROM 'tables/${file}' WHERE sweep = 'tiny' ORDER BY criterion`
      });
      const wanted = results.map(({criterion, after}) => [criterion, after.testLoss, after.flops]);
      assert.deepEqual(
        rows.map(({criterion, loss, flops}) => [criterion, loss, flops]),
        wanted.toSorted()
      );
      for (const {kind} of rows) assert.match(kind, /^TIMESTAMP/);
    }
    const lines = runFolders(runs, 'tiny').flatMap(at => readLines(join(at, 'metrics.jsonl')));
    const document = readJson(join(folder, 'tables/steps.json'));
    assert.equal(document.format, 'espalier.export/1');
    assert.deepEqual(
      document.runs.filter(({sweep}) => sweep === 'tiny').flatMap(({metrics}) => metrics),
      lines
    );
  },

  'pandas reads the steps, NaN and infinities too': async ({python, folder}) => {
    const {kinds, losses, rows} = ask(python, folder, {pandas: 'tables/steps.parquet', sweep: 'long'});
    assert.deepEqual([kinds.units, kinds.validationLoss, kinds['unitsLeft.conv1']], ['int64', 'float64', 'int64']);
    assert.deepEqual(losses, ['nan', 'inf', '-inf', '1.0']);
    assert.equal(rows, 300);
  }
};

function ask(python, cwd, question) {
  const options = {cwd, encoding: 'utf8', maxBuffer: 2 ** 28};
  const {stdout, stderr, status} = spawnSync(python, [query, JSON.stringify(question)], options);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}
