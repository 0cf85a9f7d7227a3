import assert from 'node:assert/strict';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {timeModels} from '../../bench/harness/edgeTimes.mjs';
import {startMeters} from '../../bench/harness/energy.mjs';
import {integrate} from '../../bench/harness/nvml.mjs';

/** What reads the energy of a bench, where RAPL and `nvidia-smi` are made up. */
export const suite = {name: 'bench', missing: () => undefined, run};

const CHECKS = [
  ['integrates power by straight lines', integrates],
  ['reads the watts of nvidia-smi where a GPU does the work', readsNvml],
  ['times passes with it, and names it in each row', namesSource],
  ['estimates where nvidia-smi fails', () => fallsBack('exit 9', 'nvidia-smi ended with exit code 9')],
  ['estimates where nvidia-smi has no power to tell', () => fallsBack(repeat('[N/A]'), 'tells no power: [N/A]')],
  ['estimates where there is no nvidia-smi', () => fallsBack(undefined, 'spawn nvidia-smi ENOENT')],
  ['estimates a sample whose power comes to an end', loses],
  ['reads RAPL where the processor does it, over its end too', readsRapl]
];

async function run() {
  let passed = 0;
  for (const [name, check] of CHECKS) {
    const why = await check().then(
      () => undefined,
      error => error.message
    );
    console.log(`${why ? 'FAIL' : 'ok  '} bench ${name}${why ? `: ${why}` : ''}`);
    if (!why) passed++;
  }
  return {passed, failed: CHECKS.length - passed};
}

const repeat = text => `while :; do echo '${text}'; sleep 0.05; done`;
const gpu = {name: 'graphics', hello: {device: 'gpu'}};
const cpu = {name: 'processor', hello: {}};
const nowhere = {folder: '/nowhere'};

async function integrates() {
  const samples = [1, 2, 3].map(at => ({at, watts: 10 * at}));
  assert.equal(integrate(samples, 1, 3), 40);
  assert.equal(integrate(samples, 1.5, 2.5), 20);
  assert.equal(integrate(samples, 1.25, 1.75), 7.5);
  assert.equal(integrate(samples, 0, 1), 10);
  assert.equal(integrate(samples, 3, 4), 30);
}

/** Runs `use` with an `nvidia-smi` of that shell script first on the path, or with none at all. */
async function withNvidiaSmi(script, use) {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-nvidia-'));
  const {PATH, CUDA_VISIBLE_DEVICES} = process.env;
  if (script !== undefined) {
    const file = join(folder, 'nvidia-smi');
    writeFileSync(file, `#!/bin/sh\necho "$@" >${join(folder, 'args')}\n${script}\n`);
    chmodSync(file, 0o755);
  }
  process.env.PATH = script === undefined ? folder : [folder, PATH].join(delimiter);
  process.env.CUDA_VISIBLE_DEVICES = '3,1';
  try {
    return await use(folder);
  } finally {
    process.env.PATH = PATH;
    if (CUDA_VISIBLE_DEVICES === undefined) delete process.env.CUDA_VISIBLE_DEVICES;
    else process.env.CUDA_VISIBLE_DEVICES = CUDA_VISIBLE_DEVICES;
    rmSync(folder, {recursive: true, force: true});
  }
}

function readsNvml() {
  return withNvidiaSmi(repeat('250.00'), async () => {
    const meters = await startMeters([gpu, cpu], nowhere);
    const meter = meters.of(gpu);
    assert.equal(meters.of(cpu), undefined);
    assert.equal(meters.sources.graphics.source, 'nvml');
    assert.match(meters.sources.graphics.note, /NVIDIA device 3 .*every 50 ms, integrated/);
    assert.equal(meters.sources.processor.source, 'estimate');
    for (let i = 0; i < 2; i++) {
      const before = meter.read();
      await setTimeout(200);
      const after = meter.read();
      assert.ok(Math.abs((await meter.between(before, after)) / (250e6 * (after - before)) - 1) < 1e-9);
    }
    meters.stop();
  });
}

function namesSource() {
  return withNvidiaSmi(repeat('100.0'), async () => {
    const asked = [];
    const pass = async (_action, {inner}) => {
      asked.push(inner);
      await setTimeout(2 * inner);
      return 0.25;
    };
    const sides = [{name: 'TensorFlow on a GPU', hello: {device: 'gpu'}, ask: pass}];
    const meters = await startMeters(sides, nowhere);
    const rows = [{pruned: 'no', form: 'layers float32', flopsLeft: 1}];
    const [row] = await timeModels(rows, {sides, batch: 1, meters, rounds: 2});
    meters.stop();
    // A second of passes that say that they take a quarter of one.
    assert.deepEqual(asked, [2, 1, 4, 4, 4, 4]);
    assert.equal(row.energySource, 'nvml');
    // Four passes in at least 8 ms, at 100 W.
    assert.ok(row.measuredEnergy > 0.9 * 2e-3 * 100e6 && row.measuredEnergy < 0.1 * 100e6, String(row.measuredEnergy));
  });
}

function fallsBack(script, reason) {
  return withNvidiaSmi(script, async () => {
    const sides = [{...gpu, name: 'TensorFlow on a GPU', ask: async () => 0.01}];
    const meters = await startMeters(sides, nowhere);
    const {source, reason: told} = meters.sources['TensorFlow on a GPU'];
    assert.equal(source, 'estimate');
    assert.ok(told.includes(reason), told);
    const rows = [{pruned: 'no', form: 'layers float32', flopsLeft: 1, estimatedEnergy: 7}];
    const [row] = await timeModels(rows, {sides, batch: 1, meters, rounds: 1});
    meters.stop();
    assert.deepEqual([row.energySource, row.measuredEnergy, row.estimatedEnergy], ['estimate', undefined, 7]);
  });
}

function loses() {
  return withNvidiaSmi('echo 90.0; sleep 0.1; exit 0', async () => {
    const meters = await startMeters([gpu], nowhere);
    const meter = meters.of(gpu);
    const before = meter.read();
    await setTimeout(300);
    assert.equal(await meter.between(before, meter.read()), undefined);
    meters.stop();
  });
}

async function readsRapl() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-rapl-'));
  const say = (socket, file, value) => writeFileSync(join(folder, `intel-rapl:${socket}`, file), `${value}\n`);
  try {
    for (const socket of [0, 1]) {
      mkdirSync(join(folder, `intel-rapl:${socket}`));
      say(socket, 'max_energy_range_uj', 1000);
      say(socket, 'energy_uj', 900);
    }
    const meters = await startMeters([cpu], {folder});
    assert.equal(meters.sources.processor.source, 'RAPL');
    const meter = meters.of(cpu);
    const before = meter.read();
    say(0, 'energy_uj', 950);
    say(1, 'energy_uj', 100);
    assert.equal(meter.between(before, meter.read()), 250);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
