import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {dump, searchRuns, get} from './dump.mjs';
import {startEspalier} from './espalier.mjs';
import {changeMeta, copyRun, readJson, readLines, runFolders, writeLines} from './records.mjs';

const readBack = fileURLToPath(new URL('readBack.py', import.meta.url));
const sha256 = path => createHash('sha256').update(readFileSync(path)).digest('hex');

/** What is sent, and what is not sent twice. */
export const exporting = {
  'MLflow’s own client reads every run, metric, parameter, tag, data set and file': async ({
    python,
    runs,
    server,
    send
  }) => {
    const {code, stdout, stderr} = await send(['tiny']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^tiny: 2 new, 0 extended, 0 unchanged, at http/);
    const found = readWithPython(python, server.url, 'tiny');
    assert.equal(found.length, 3);
    const parent = found.find(({name}) => name === 'tiny');
    assert.equal(parent.status, 'FINISHED');
    assert.equal(parent.tags['espalier.runs'], '2 (2 finished)');
    assert.match(parent.tags['mlflow.note.content'], /espalier sweep tiny\.yaml -q/);
    for (const folder of runFolders(runs, 'tiny')) {
      const meta = readJson(join(folder, 'meta.json'));
      checkRun(
        found.find(({name}) => name === meta.id),
        {folder, meta, parent}
      );
    }
  },

  'a second export changes nothing': async ({server, send}) => {
    const before = await dump(server, 'tiny');
    const {stdout} = await send(['tiny']);
    assert.match(stdout, /^tiny: 0 new, 0 extended, 2 unchanged/);
    assert.deepEqual(await dump(server, 'tiny'), before);
  },

  'a run that has grown gets only its new points, and its end': async ({runs, server, send}) => {
    const [from] = runFolders(runs, 'tiny');
    const folder = copyRun(from, {runs, sweep: 'grown', name: 'grown'});
    const [rows, result] = [readLines(join(folder, 'metrics.jsonl')), readFileSync(join(folder, 'result.json'))];
    writeLines(join(folder, 'metrics.jsonl'), rows.slice(0, 4));
    rmSync(join(folder, 'result.json'));
    const {attempts} = readJson(join(folder, 'meta.json'));
    changeMeta(folder, {status: 'failed', attempts: [{...attempts[0], status: 'failed', error: 'out of memory'}]});
    assert.equal((await send(['grown'])).code, 0);
    const [before] = (await childrenOf(server, 'grown')).runs;
    assert.equal(before.info.status, 'FAILED');
    assert.equal(tagOf(before, 'espalier.error'), 'out of memory');
    assert.equal(before.histories.units.length, 4);
    writeLines(join(folder, 'metrics.jsonl'), rows);
    writeFileSync(join(folder, 'result.json'), result);
    changeMeta(folder, {status: 'finished', attempts});
    assert.match((await send(['grown'])).stdout, /^grown: 0 new, 1 extended, 0 unchanged/);
    const [after] = (await childrenOf(server, 'grown')).runs;
    assert.equal(after.info.status, 'FINISHED');
    assert.equal(tagOf(after, 'espalier.error'), undefined);
    for (const [key, points] of Object.entries(after.histories)) {
      assert.deepEqual(points.slice(0, 4), before.histories[key], `${key} has its first points as they were`);
      assert.deepEqual(
        points.map(([step]) => step),
        rows.map(({step}) => step),
        `${key} has each point once`
      );
    }
  },

  'a long run goes in parts, with NaN and infinities': async ({runs, server, send}) => {
    const [from] = runFolders(runs, 'tiny');
    const folder = copyRun(from, {runs, sweep: 'long', name: 'long'});
    const [row] = readLines(join(folder, 'metrics.jsonl'));
    const odd = ['NaN', 'Infinity', '-Infinity'];
    const rows = Array.from({length: 300}, (_, step) => ({...row, step, validationLoss: odd[step] ?? step / 3}));
    writeLines(join(folder, 'metrics.jsonl'), rows);
    const floors = Array.from({length: 250}, (_, i) => `    'layer${i}[0:${i}]': ${i + 1}\n`).join('');
    const config = readFileSync(join(folder, 'config.yaml'), 'utf8').replace(
      / {2}floor:\n( {4}.*\n)+/,
      `  floor:\n${floors}`
    );
    writeFileSync(join(folder, 'config.yaml'), `${config}# ${'x'.repeat(100)}\n`);
    const {code, stderr} = await send(['long']);
    assert.equal(code, 0, stderr);
    const [found] = (await childrenOf(server, 'long')).runs;
    const {validationLoss, ...others} = found.histories;
    const largest = Number.MAX_VALUE;
    assert.deepEqual(
      validationLoss.slice(0, 3).map(([, value]) => value),
      ['NaN', largest, -largest]
    );
    assert.deepEqual(
      validationLoss.slice(3).map(([, value]) => value),
      rows.slice(3).map(one => one.validationLoss)
    );
    for (const points of Object.values(others)) assert.equal(points.length, 300);
    const params = new Map(found.data.params.map(({key, value}) => [key, value]));
    for (let i = 0; i < 250; i++) assert.equal(params.get(`prune.floor.layer${i}.0-${i}`), String(i + 1));
    assert.match((await send(['long'])).stdout, /1 unchanged/);
  },

  'an export that was cut off by the death of the server is completed by the next': async place => {
    const {runs, folder, send} = place;
    const [from] = runFolders(runs, 'tiny');
    for (let i = 0; i < 24; i++) copyRun(from, {runs, sweep: 'many', name: `run${i}`});
    const args = ['export-runs', 'many', '--to', 'mlflow', '--uri', place.server.url];
    const {ended} = startEspalier(args, {cwd: folder});
    while ((await countRuns(place.server.url, 'many')) < 6) await sleep(20);
    await place.server.kill();
    const {code, stderr} = await ended;
    assert.equal(code, 3);
    assert.match(
      stderr,
      /^espalier: Expected an MLflow server at http.*got (nothing that listens|a connection that was cut off)/m
    );
    await place.restart();
    const {stdout} = await send(['many']);
    assert.doesNotMatch(stdout, / 0 new| 24 new/, stdout);
    const {runs: found, parents} = await childrenOf(place.server, 'many');
    assert.equal(parents.length, 1);
    assert.equal(found.length, 24);
    const wanted = readLines(join(from, 'metrics.jsonl')).map(({units}) => units);
    for (const run of found) {
      assert.equal(run.info.status, 'FINISHED');
      for (const [key, points] of Object.entries(run.histories)) assert.equal(points.length, wanted.length, key);
      assert.deepEqual(
        run.histories.units.map(([, value]) => value),
        wanted
      );
    }
    assert.match((await send(['many'])).stdout, /24 unchanged/);
  },

  'two exports at once make each run once': async ({runs, server, send}) => {
    const [from] = runFolders(runs, 'tiny');
    for (let i = 0; i < 6; i++) copyRun(from, {runs, sweep: "it's twice", name: `run${i}`});
    const both = await Promise.all([send(["it's twice"]), send(["it's twice"])]);
    const counts = both.map(({stdout}) => /: (.*), at/.exec(stdout)?.[1]).toSorted();
    assert.deepEqual(counts, ['0 new, 0 extended, 6 unchanged', '6 new, 0 extended, 0 unchanged']);
    const {runs: found, parents} = await childrenOf(server, "it's twice");
    assert.deepEqual([found.length, parents.length], [6, 1]);
  },

  'a damaged run is named, and the others go': async ({runs, server, send}) => {
    const [from] = runFolders(runs, 'tiny');
    copyRun(from, {runs, sweep: 'damaged', name: 'good'});
    const bad = copyRun(from, {runs, sweep: 'damaged', name: 'bad'});
    writeFileSync(join(bad, 'metrics.jsonl'), '{"step": 0\n{"step": 1}\n');
    const {code, stdout, stderr} = await send(['damaged']);
    assert.equal(code, 1);
    assert.match(stdout, /^damaged: 1 new, 0 extended, 0 unchanged, 1 failed/);
    assert.match(
      stderr,
      /^espalier: damaged\/bad-.*: Expected .*metrics\.jsonl to be one JSON document a line, got a damaged/m
    );
    assert.equal((await childrenOf(server, 'damaged')).runs.length, 1);
  }
};

function readWithPython(python, ...args) {
  const {stdout, stderr, status} = spawnSync(python, [readBack, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      MLFLOW_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: 'true',
      MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false'
    }
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function checkRun(run, {folder, meta, parent}) {
  assert.equal(run.status, 'FINISHED');
  assert.equal(run.start, Date.parse(meta.created));
  assert.equal(run.end, Date.parse(meta.attempts.at(-1).ended));
  const {tags, params} = run;
  assert.equal(tags['espalier.runKey'], meta.key);
  assert.equal(tags['mlflow.parentRunId'], parent.id);
  assert.ok(tags['mlflow.note.content'].includes(meta.command));
  assert.equal(tags['mlflow.source.type'], 'LOCAL');
  assert.equal(tags['mlflow.source.git.commit'], meta.git?.commit);
  assert.equal(params['prune.criterion'], meta.point['prune.criterion']);
  assert.equal(params['prune.floor.conv_'], '2');
  assert.equal(params.seed, '0');
  assert.deepEqual(run.datasets, [['digits', meta.inputs.digests.data.slice(0, 32)]]);
  const rows = readLines(join(folder, 'metrics.jsonl'));
  assert.ok(rows.length > 5);
  for (const {step, unitsLeft, ...measured} of rows) {
    const left = Object.entries(unitsLeft).map(([group, units]) => [`unitsLeft.${group}`, units]);
    for (const [key, value] of [...Object.entries(measured), ...left]) {
      assert.deepEqual(
        run.metrics[key].filter(([at]) => at === step),
        [[step, value]],
        `${key} at step ${step}`
      );
    }
  }
  const files = ['config.yaml', 'meta.json', 'result.json', 'history.jsonl', 'model/model.json', 'model/weights.bin'];
  for (const file of files) assert.ok(existsSync(join(folder, file)), `${file} is there`);
  assert.deepEqual(run.artifacts, Object.fromEntries(files.map(file => [file, sha256(join(folder, file))])));
}

/** The runs below the parent of an experiment, and the parents. */
async function childrenOf(server, experiment) {
  const {runs} = await dump(server, experiment);
  const isChild = ({data}) => data.tags.some(({key}) => key === 'mlflow.parentRunId');
  return {runs: runs.filter(isChild), parents: runs.filter(run => !isChild(run))};
}

const tagOf = ({data}, name) => data.tags.find(({key}) => key === name)?.value;

async function countRuns(url, name) {
  const {experiment} = await get(url, 'experiments/get-by-name', {experiment_name: name});
  return experiment ? (await searchRuns(url, experiment.experiment_id)).length : 0;
}
