// Every bench, side by side with PyTorch and Torch-Pruning where there is something to compare:
// `npm run bench -- [part…] [--quick] [--full] [--threads 2] [--seeds N] [--out reports/bench]`. Parts: see PARTS.
// `--quick` tries everything on small sizes and writes its records elsewhere; `--full` leaves no brute force to
// extrapolation; `--seeds` is how often the loop runs: 3 times for its speed and 10 for its accuracy, if not said.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {currentLoad, describeMachine} from './harness/machine.mjs';
import {ensurePython} from './harness/pythonEnvironment.mjs';
import {writeRecord, writeSummary} from './harness/record.mjs';

const PARTS = [
  'step',
  'profile',
  'scoring',
  'oracle',
  'loop',
  'accuracy',
  'removal',
  'latency',
  'startup',
  'vgg16',
  'engines',
  'scaling',
  'edge'
];
/** Stand-alone benches of Espalier alone, without a small size. */
const SCRIPTS = ['store', 'sweep', 'threads', 'trackers'];
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    quick: {type: 'boolean', default: false},
    full: {type: 'boolean', default: false},
    threads: {type: 'string', default: String(Math.min(2, availableParallelism()))},
    seeds: {type: 'string'},
    out: {type: 'string'}
  }
});
const unknown = positionals.find(part => ![...PARTS, ...SCRIPTS].includes(part));
if (unknown !== undefined) {
  console.error(`Expected parts to be some of ${[...PARTS, ...SCRIPTS].join(', ')}, got "${unknown}".`);
  process.exit(2);
}
const {quick, full} = values;
const out = values.out ?? (quick ? join(tmpdir(), 'espalier-bench') : here('../reports/bench'));
const found = ensurePython({log: line => console.error(line)});
const work = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
const log = line => console.error(line);
const threads = Number(values.threads);
const seeds = values.seeds && Number(values.seeds);
const context = {...found, threads, seeds, device: engineDevice(), quick, full, work, log};
try {
  for (const part of positionals.length > 0 ? positionals : [...PARTS, ...SCRIPTS]) {
    if (SCRIPTS.includes(part)) runScript(part);
    else await runPart(part);
  }
} finally {
  rmSync(work, {recursive: true});
}
console.log(`\n${writeSummary(out, PARTS)}`);

async function runPart(part) {
  const {run, table, needsPython} = await import(`./parts/${part}.mjs`);
  if (needsPython && found.missing) {
    console.log(`skipped: ${part} (${found.missing})`);
    return;
  }
  console.error(`${part} …`);
  const load = {before: currentLoad()};
  const started = performance.now();
  const measured = await run(context);
  if (measured.skipped) {
    console.log(`skipped: ${part} (${measured.skipped})`);
    return;
  }
  load.after = currentLoad();
  const command = ['npm run bench --', part, ...(quick ? ['--quick'] : []), ...(full ? ['--full'] : [])].join(' ');
  const seconds = Math.round((performance.now() - started) / 1000);
  const head = {
    format: 'espalier.bench/1',
    part,
    command,
    ...describeMachine(),
    threads: context.threads,
    load,
    seconds
  };
  const record = {...head, ...measured};
  const text = table(record);
  writeRecord(out, record, text);
  console.log(`\n${part}\n${text}`);
}

function runScript(name) {
  if (quick) {
    console.log(`skipped: ${name} (it has no small size)`);
    return;
  }
  const {status} = spawnSync(process.execPath, [here(`${name}.mjs`)], {stdio: 'inherit'});
  if (status !== 0) throw new Error(`Expected bench/${name}.mjs to end well, got exit code ${status}.`);
}

/** What Espalier's engine runs on; PyTorch then runs there too. */
function engineDevice() {
  const program = `const {startEngine} = await import('${here('../packages/backend/dist/index.js')}');
console.log((await startEngine()).device);`;
  const {stdout} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {encoding: 'utf8'});
  return stdout.trim();
}

function here(file) {
  return fileURLToPath(new URL(file, import.meta.url));
}
