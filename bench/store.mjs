// Listing and planning with many runs in the store: `node bench/store.mjs [--runs 10000] [--rounds 5]`. The runs are made
// up, as a sweep would have left them. The record goes to reports/bench/store.json, its table to store.md.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {runSweep} from '../packages/experiments/dist/index.js';
import {medianOf} from './measureCommand.mjs';

const {values} = parseArgs({
  options: {runs: {type: 'string', default: '10000'}, rounds: {type: 'string', default: '5'}, keep: {type: 'string'}}
});
const [count, rounds] = [Number(values.runs), Number(values.rounds)];
const here = file => fileURLToPath(new URL(file, import.meta.url));

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'espalier-store-'));
mkdirSync(folder, {recursive: true});
const file = join(folder, 'many.yaml');
const rates = Array.from({length: count / 400}, (_, i) => Number((1e-4 * (i + 1)).toPrecision(6)));
writeFileSync(
  file,
  `dataset: {name: digits, train: 200, test: 50}
model: {zoo: lenet}
seeds: [0, 1, 2, 3, 4]
sweep:
  prune.criterion: [taylor, random, weight, activation]
  prune.updates: [1, 2, 5, 10]
  prune.unitsPerStep: [1, 2, 4, 8, 16]
  prune.lr: [${rates.join(', ')}]
`
);
const [empty, full] = ['empty', 'full'].map(name => join(folder, name));
const sweep = ['sweep', file, '--quiet', '--runs'];
await fill(full);

const commands = {
  'espalier --version': ['--version'],
  'espalier --help': ['--help'],
  [`list ${count} finished runs`]: ['ls', '--runs', full],
  [`plan ${count} runs, none there`]: [...sweep, empty, '-n'],
  [`plan ${count} runs, all finished`]: [...sweep, full, '-n'],
  [`start a finished sweep of ${count} again`]: [...sweep, full]
};
const rows = [];
for (const [what, args] of Object.entries(commands)) {
  const load = loadavg()[0];
  const row = {what, ...(await medianOf(rounds, args)), load};
  console.log(`${what}: ${row.seconds.toFixed(2)} s, ${row.peakMiB.toFixed(0)} MiB`);
  rows.push(row);
}
if (!values.keep) rmSync(folder, {recursive: true});

const record = {
  format: 'espalier.bench/1',
  command: `node bench/store.mjs --runs ${count} --rounds ${rounds}`,
  cpu: cpus()[0].model,
  cores: cpus().length,
  node: process.version,
  rows
};
const lines = rows.map(
  ({what, seconds, peakMiB}) => `| ${what} | ${seconds.toFixed(2)} s | ${peakMiB.toFixed(0)} MiB |`
);
const table = ['| command | median | largest memory |', '| --- | ---: | ---: |', ...lines].join('\n');
mkdirSync(here('../reports/bench'), {recursive: true});
writeFileSync(here('../reports/bench/store.json'), `${JSON.stringify(record, null, 2)}\n`);
writeFileSync(here('../reports/bench/store.md'), `${table}\n`);

/** Writes the folder of every run of the sweep as it would be when it is finished. */
async function fill(root) {
  const {plan} = await runSweep(file, {runs: root, dryRun: true});
  const now = new Date().toISOString();
  const argv = [process.execPath, 'espalier', ...sweep, root];
  for (const run of plan) {
    const {id, key, inputs, config} = run;
    const attempts = [{number: 1, started: now, status: 'finished', pid: 1, host: 'here', ended: now}];
    const stages = Object.fromEntries(['base', 'scores'].map(name => [name, `${name}-${key.slice(0, 32)}`]));
    const meta = {
      ...{format: 'espalier.meta/1', id, key, sweep: config.sweep, seed: config.seed, point: config.point},
      ...{status: 'finished', created: now, heartbeat: now, attempts, launcher: {kind: 'local', pid: 1}},
      ...{engine: {...inputs.engine, oneDnn: true}, inputs, stages, argv, command: `espalier run ${run.folder}`},
      host: {name: 'here', platform: 'linux', cpu: cpus()[0].model, cores: cpus().length, memoryGiB: 8},
      ...{node: process.version, espalier: '0.1.0', lockfile: key, git: {commit: key.slice(0, 40), dirty: false}},
      seconds: {base: 1, scores: 1, prune: 1}
    };
    const end = flops => ({
      ...{units: 50, parameters: 5000, flops, validationLoss: 0.5, validationAccuracy: 0.9},
      ...{testLoss: 0.5, testAccuracy: 0.9}
    });
    const result = {
      ...{format: 'espalier.run/1', criterion: config.settings.prune.criterion, seed: config.seed},
      metric: {name: 'validationAccuracy', goal: 'maximize', value: 0.9},
      ...{before: end(1e6), after: end(5e5)}
    };
    mkdirSync(join(run.folder, 'artifacts', 'attempts', '1'), {recursive: true});
    writeFileSync(join(run.folder, 'config.yaml'), '');
    writeFileSync(join(run.folder, 'meta.json'), `${JSON.stringify(meta, null, 2)}\n`);
    writeFileSync(join(run.folder, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  }
}
