// A training step, plain and with Taylor scoring, side by side with PyTorch: `node bench/step.mjs [--rounds 30]`.
// The two take turns within one run, on equal threads; the record goes to reports/bench/step.json.
import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {findPython} from '../scripts/python.mjs';

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '30'},
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
    seconds.espalier[mode].push(...(await ours.run(mode, 1)));
    seconds.pytorch[mode].push(...(await torch.run(mode, 1)));
  }
}
ours.stop();
torch.stop();

const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.round(share * (list.length - 1))];
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
  step: {espalier: describe(seconds.espalier.step), pytorch: describe(seconds.pytorch.step), ratio: describe(ratios('step'))},
  taylor: {
    espalier: describe(seconds.espalier.taylor),
    pytorch: describe(seconds.pytorch.taylor),
    ratio: describe(ratios('taylor'))
  },
  scoringCost: describe(seconds.espalier.taylor.map((time, i) => time / seconds.espalier.step[i] - 1))
};
mkdirSync(here('../reports/bench'), {recursive: true});
writeFileSync(here('../reports/bench/step.json'), `${JSON.stringify(record, null, 2)}\n`);
for (const mode of ['step', 'taylor']) {
  const {espalier, pytorch, ratio} = record[mode];
  const ms = value => `${(1000 * value).toFixed(0)} ms`;
  console.log(
    `${mode.padEnd(6)}  espalier ${ms(espalier.median)}  pytorch ${ms(pytorch.median)}  ` +
      `ratio ${ratio.median.toFixed(2)} (quartiles ${ratio.quartiles.map(value => value.toFixed(2)).join(' to ')})`
  );
}
