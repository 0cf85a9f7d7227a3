// What 1,000 runs of a moment cost, beside Hydra (basic launcher) and Optuna (SQLite) with jobs that do nothing, one after
// the other: `node bench/trackers.mjs [--runs 1000]`. Espalier's runs prune a unit of LeNet, evaluate it and keep a
// resumable record each. The record goes to reports/bench/trackers.json, its table to trackers.md.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {trackersPython} from './trackers/python.mjs';
import {watch} from './trackers/watch.mjs';

const {values} = parseArgs({options: {runs: {type: 'string', default: '1000'}}});
const runs = Number(values.runs);
const here = file => fileURLToPath(new URL(file, import.meta.url));
const python = process.platform === 'linux' ? trackersPython() : undefined;
if (!python) {
  console.log('skipped: trackers (no Python with pip for Hydra and Optuna, or not Linux)');
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'espalier-trackers-'));
const load = loadavg()[0];
const file = join(folder, 'trivial.yaml');
writeFileSync(
  file,
  `dataset: {name: digits, train: 60, test: 20, validation: 20}
model: {zoo: lenet}
train: {epochs: 0}
prune: {criterion: random, updates: 0, unitsPerStep: all, until: {units: 0.99}}
seeds: [${Array.from({length: runs}, (_, seed) => seed).join(', ')}]
`
);
const options = {cwd: folder, env: {...process.env, ESPALIER_THREADS: '1'}};
const espalier = [here('../packages/cli/bin/espalier.js'), 'sweep', file, '-q', '--json', '-j', '1'];
const optuna = [here('trackers/optuna_study.py'), `sqlite:///${join(folder, 'study.db')}`];
const commands = {
  'Espalier, sweep': () => watch(process.execPath, espalier, options),
  'Espalier, the same again': () => watch(process.execPath, espalier, options),
  'Hydra, multirun': () =>
    watch(
      python,
      [here('trackers/hydra_app.py'), '-m', `+seed=range(${runs})`, `hydra.sweep.dir=${folder}/hydra`],
      options
    ),
  'Hydra, the same again': () =>
    watch(
      python,
      [here('trackers/hydra_app.py'), '-m', `+seed=range(${runs})`, `hydra.sweep.dir=${folder}/hydra`],
      options
    ),
  'Optuna, SQLite': () => watch(python, [...optuna, String(runs)], options)
};
const measured = {};
for (const [name, measure] of Object.entries(commands)) {
  console.error(`${name} …`);
  measured[name] = await measure();
}
rmSync(folder, {recursive: true});

const record = {
  format: 'espalier.bench/1',
  command: `node bench/trackers.mjs --runs ${runs}`,
  ...{cpu: cpus()[0].model, cores: cpus().length, load, runs, measured}
};
const mib = value => `${value.toFixed(0)} MiB`;
const rows = Object.entries(measured).map(([name, {seconds, parent, child}]) => {
  const worker = child.peak > 0 ? `${mib(child.peak)} (${mib(child.growth)})` : '';
  return `| ${name} | ${seconds.toFixed(1)} s | ${((1000 * seconds) / runs).toFixed(1)} ms | ${mib(parent.peak)} (${mib(parent.growth)}) | ${worker} |`;
});
const table = [
  `| ${runs} runs, one at a time | in all | a run | parent’s memory (growth) | worker’s memory (growth) |`,
  '| --- | ---: | ---: | ---: | ---: |',
  ...rows
].join('\n');
mkdirSync(here('../reports/bench'), {recursive: true});
writeFileSync(here('../reports/bench/trackers.json'), `${JSON.stringify(record, null, 2)}\n`);
writeFileSync(here('../reports/bench/trackers.md'), `${table}\n`);
console.log(table);
