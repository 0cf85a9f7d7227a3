// A training step, plain and with Taylor scoring, side by side with PyTorch: `node bench/step.mjs [--rounds 20]`.
// The two take turns within one run, on equal threads, several steps at a time: the first step of a turn, which finds the
// other's data in the caches, is not counted. The record goes to reports/bench/step.json, its table to step.md.
import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {findPython} from '../scripts/python.mjs';

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '20'},
    threads: {type: 'string', default: '2'},
    batch: {type: 'string', default: '32'}
  }
});
const here = file => fileURLToPath(new URL(file, import.meta.url));
const python = findPython(['torch']);
if (!python) {
  console.log('skipped: training step against PyTorch (no Python with torch; pip install torch==2.13.0)');
  process.exit(0);
}

function contender(command, args) {
  const child = spawn(command, args, {stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value);
  return {
    next,
    run: (mode, repeats) => {
      child.stdin.write(`${mode} ${repeats}\n`);
      return next();
    },
    stop: () => child.kill()
  };
}

const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.round(share * (list.length - 1))];
const STEPS = 5;
const args = [values.threads, values.batch];
const ours = contender(process.execPath, [here('espalier_step.mjs'), ...args]);
const torch = contender(python, [here('pytorch_step.py'), ...args]);
const versions = {espalier: (await ours.next()).version, pytorch: (await torch.next()).version};
const seconds = {espalier: {step: [], taylor: []}, pytorch: {step: [], taylor: []}};
for (const mode of ['step', 'taylor']) {
  await ours.run(mode, 3);
  await torch.run(mode, 3);
}
for (let round = 0; round < Number(values.rounds); round++) {
  for (const mode of ['step', 'taylor']) {
    // Who goes first changes from round to round.
    const turns = [
      ['espalier', ours],
      ['pytorch', torch]
    ];
    for (const [name, side] of round % 2 ? turns.reverse() : turns) {
      const [, ...counted] = await side.run(mode, STEPS + 1);
      seconds[name][mode].push(quantile(counted, 0.5));
    }
  }
}
ours.stop();
torch.stop();

const describe = list => ({
  median: quantile(list, 0.5),
  quartiles: [quantile(list, 0.25), quantile(list, 0.75)],
  fastest: Math.min(...list)
});
const ratios = mode => seconds.espalier[mode].map((time, i) => time / seconds.pytorch[mode][i]);
const record = {
  format: 'espalier.bench/1',
  command: `node bench/step.mjs --rounds ${values.rounds} --threads ${values.threads} --batch ${values.batch}`,
  network: '64-64-M-128-128-M-256-256-256-M, dense 10, 32 x 32 x 3',
  cpu: cpus()[0].model,
  cores: cpus().length,
  load: loadavg().map(value => Math.round(value * 100) / 100),
  versions,
  step: {
    espalier: describe(seconds.espalier.step),
    pytorch: describe(seconds.pytorch.step),
    ratio: describe(ratios('step'))
  },
  taylor: {
    espalier: describe(seconds.espalier.taylor),
    pytorch: describe(seconds.pytorch.taylor),
    ratio: describe(ratios('taylor'))
  },
  scoringCost: describe(seconds.espalier.taylor.map((time, i) => time / seconds.espalier.step[i] - 1))
};
mkdirSync(here('../reports/bench'), {recursive: true});
writeFileSync(here('../reports/bench/step.json'), `${JSON.stringify(record, null, 2)}\n`);
const ms = value => `${(1000 * value).toFixed(0)} ms`;
const rows = Object.entries({step: 'training step', taylor: 'with Taylor scores'}).map(([mode, name]) => {
  const {espalier, pytorch, ratio} = record[mode];
  const quartiles = ratio.quartiles.map(value => value.toFixed(2)).join(' to ');
  return [name, ms(espalier.median), ms(pytorch.median), `${ratio.median.toFixed(2)} (${quartiles})`];
});
const heading = ['median', `Espalier, ${versions.espalier}`, `PyTorch ${versions.pytorch}`, 'ratio (quartiles)'];
const table = [heading, ['---', '---:', '---:', '---:'], ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
writeFileSync(here('../reports/bench/step.md'), `${table}\n`);
console.log(table);
