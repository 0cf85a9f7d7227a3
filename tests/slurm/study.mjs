import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const bin = fileURLToPath(new URL('../../packages/cli/bin/espalier.js', import.meta.url));

/** A few runs of a second each. */
const QUICK = `dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 10, updates: 2, lr: 0.005, until: {units: 0.6}}
seeds: [0, 1]
sweep: {prune.criterion: [taylor, random]}
`;

/** Runs of 28 steps, each as long as \`SLOW\` milliseconds say, whatever the machine: long enough to be stopped. */
const SLOW = `dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {criterion: slow, unitsPerStep: 1, updates: 1, lr: 0.005, until: {units: 0.6}}
seeds: [0, 1]
plugins: [./slow.mjs]
`;

const CRITERION = `import {defineCriterion} from '@espalier/core';

export const slow = defineCriterion({
  name: 'slow',
  formula: 'mean over kernel weights of w²',
  source: 'weight, with a pause',
  needs: ['kernel'],
  finish: (_, {kernel}) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.env.SLOW ?? 0) / 2);
    return kernel.square().mean(0).as1D();
  }
});
`;

/** Writes both studies to a folder of its own, whose name a shell would take apart. */
export function writeStudies(parent) {
  const folder = join(parent, `it's "a" study`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'quick.yaml'), QUICK);
  writeFileSync(join(folder, 'slow.yaml'), SLOW);
  writeFileSync(join(folder, 'slow.mjs'), CRITERION);
  return folder;
}

/** Runs the built command; \`said\` grows while it works. */
export function startEspalier(args, {cwd, env = {}}) {
  const inherited = {...process.env, ...env, ESPALIER_THREADS: '1', ESPALIER_CHECKPOINT_SECONDS: '0'};
  const child = spawn(process.execPath, [bin, ...args], {cwd, env: inherited, stdio: ['ignore', 'pipe', 'pipe']});
  const said = {stdout: '', stderr: ''};
  child.stdout.on('data', chunk => (said.stdout += String(chunk)));
  child.stderr.on('data', chunk => (said.stderr += String(chunk)));
  const ended = new Promise(resolve => child.once('close', code => resolve({code, ...said})));
  return {said, ended, kill: () => child.kill('SIGKILL')};
}

export function espalier(args, options) {
  return startEspalier(args, options).ended;
}

const RESULTS = /(^|\/)((metrics|history)\.jsonl|(result|scores|oracle|model)\.json|weights\.bin)$/;

/** Whether so many runs are finished, and everything is as elsewhere that must not depend on where and when they were done. */
export function isSame(runs, reference, count) {
  const [here, there] = [resultDigests(runs), new Map(resultDigests(reference))];
  const finished = here.filter(([name]) => name.endsWith('/result.json')).length;
  return finished === count && here.every(([name, digest]) => there.get(name) === digest);
}

function resultDigests(runs) {
  const names = readdirSync(runs, {recursive: true}).filter(name => RESULTS.test(name) && !name.startsWith('.sweeps'));
  const digest = name =>
    createHash('sha256')
      .update(readFileSync(join(runs, name)))
      .digest('hex');
  return names.map(name => [name, digest(name)]);
}

/** The records of a sweep's runs, by run id. */
export function metas(runs, sweep) {
  const folder = join(runs, sweep);
  const ids = existsSync(folder) ? readdirSync(folder) : [];
  return ids.flatMap(id => {
    const file = join(folder, id, 'meta.json');
    return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8'))] : [];
  });
}

/** How often runs of a sweep were begun. */
export function attempts(runs, sweep) {
  return metas(runs, sweep).map(meta => meta.attempts.length);
}

/** Waits until every run of a sweep has written a checkpoint in its newest attempt. */
export async function untilCheckpoints(runs, sweep, count, attempt = 1) {
  const at = number => `artifacts/attempts/${number}/checkpoint`;
  return until(() => {
    const folder = join(runs, sweep);
    const ids = existsSync(folder) ? readdirSync(folder) : [];
    return ids.filter(id => existsSync(join(folder, id, at(attempt)))).length >= count;
  }, `checkpoints of attempt ${attempt} of ${sweep}`);
}

/** Waits for something that must come within two minutes. */
export async function until(isSo, what) {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(200)) if (await isSo()) return;
  throw new Error(`Expected ${what} within two minutes, got none.`);
}
