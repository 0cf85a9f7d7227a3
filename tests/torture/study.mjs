import {spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const espalier = fileURLToPath(new URL('../../packages/cli/bin/espalier.js', import.meta.url));

/** 60 runs of a moment each; checkpoints behind every step, so that there is something to go on from. */
const STUDY = `name: torture
dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 10, updates: 25, lr: 0.005, until: {units: 0.5}}
seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
sweep: {prune.criterion: [taylor, random, weight, activation, apoz, obd]}
`;

export const RUNS = 60;

const env = {...process.env, ESPALIER_THREADS: '1', ESPALIER_CHECKPOINT_SECONDS: '0'};

export function writeStudy(folder) {
  const file = join(folder, 'torture.yaml');
  writeFileSync(file, STUDY);
  return file;
}

/** Starts the sweep and lets it run; `closed` is how it ended. */
export function startSweep(file, runs, ...flags) {
  const child = spawn(process.execPath, [espalier, 'sweep', file, '--runs', runs, '--json', ...flags], {
    env: {...env, ESPALIER_TORTURE: runs},
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => (errors += text));
  const closed = new Promise(resolve => {
    child.on('close', (code, signal) => resolve({code, signal, errors}));
  });
  return {child, closed};
}

/** Runs a command to its end. */
export function espalierNow(args) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [espalier, ...args], {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28
  });
  return {status, stdout, stderr};
}

/** The metas of a sweep's runs that can be read, by id. */
export function readMetas(runs) {
  const folder = join(runs, 'torture');
  const ids = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    ids.flatMap(id => {
      try {
        return [[id, JSON.parse(readFileSync(join(folder, id, 'meta.json'), 'utf8'))]];
      } catch {
        return [];
      }
    })
  );
}

/** Runs that have a result. */
export function countFinished(runs) {
  return [...readMetas(runs).keys()].filter(id => existsSync(join(runs, 'torture', id, 'result.json'))).length;
}

const SAME = /(metrics|history)\.jsonl$|(result|scores|model|metrics)\.json$|\.bin$/;

/** Digests of the files that are the same bytes whoever did a run, and when. */
export function digests(runs) {
  const names = readdirSync(runs, {recursive: true}).filter(
    name => SAME.test(name) && !name.includes('attempts') && !name.startsWith('.sweeps')
  );
  return Object.fromEntries(
    names.toSorted().map(name => [
      name,
      createHash('sha256')
        .update(readFileSync(join(runs, name)))
        .digest('hex')
    ])
  );
}

/** What a sweep must not leave behind when it is done. */
export function litter(runs) {
  return readdirSync(runs, {recursive: true}).filter(name => /\.tmp$|lease|\.making-|checkpoint/.test(name));
}
