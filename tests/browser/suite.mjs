import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findBrowser, openPage} from './browser.mjs';
import {difference, TOLERANCE} from './compare.mjs';
import {serve} from './serve.mjs';

const PATIENCE = 120_000;
const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);

/** Pruned models load in plain TensorFlow.js, in Node and in a browser, and give what Espalier computes. */
export const suite = {
  name: 'browser',
  installedByCi: true,
  missing: () => (findBrowser() ? undefined : 'no Chromium; apt-get install chromium, or name one in ESPALIER_BROWSER'),
  run
};

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-cases-'));
  try {
    const prune = spawnSync(process.execPath, [join(here, 'prune.mjs'), folder], {stdio: 'inherit'});
    if (prune.status !== 0) return {failed: 1, reason: `prune.mjs ended with exit code ${prune.status}`};
    const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
    const places = {'plain Node': inNode(folder), browser: await inBrowser(folder)};
    const verdicts = Object.entries(places).flatMap(([place, found]) =>
      index.map(one => judge(folder, one, place, found))
    );
    const passed = verdicts.filter(Boolean).length;
    return {passed, failed: verdicts.length - passed};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function inNode(folder) {
  const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28};
  const {stdout, status} = spawnSync(process.execPath, [join(here, 'plainNode.mjs'), folder], options);
  return status === 0 ? JSON.parse(stdout) : {error: `plainNode.mjs ended with exit code ${status}`};
}

async function inBrowser(folder) {
  const tfjs = join(dirname(require.resolve('@tensorflow/tfjs/package.json')), 'dist/tf.min.js');
  const {url, result, close} = await serve({folder, tfjs});
  const page = openPage(findBrowser(), url);
  let timer;
  const late = new Promise(resolve => {
    timer = setTimeout(() => resolve({error: `no answer within ${PATIENCE / 1000} s`}), PATIENCE);
  });
  try {
    const ended = page.ended.then(how => ({error: `the browser ended with ${how}`}));
    return await Promise.race([result, ended, late]);
  } finally {
    clearTimeout(timer);
    await page.close();
    close();
  }
}

/** Prints one line a network and place; true where the outputs agree. */
function judge(folder, {name, home, removed}, place, {results = {}, error}) {
  const wanted = JSON.parse(readFileSync(join(folder, home, 'data.json'), 'utf8')).outputs;
  const found = results[home] ?? {};
  const gap = found.outputs ? difference(found.outputs, wanted) : Infinity;
  const good = removed > 0 && gap <= TOLERANCE;
  const why = error ?? found.error ?? (removed > 0 ? `off by ${gap.toExponential(1)}` : 'nothing was removed');
  console.log(`${good ? 'ok  ' : 'FAIL'} ${place}: ${name}, ${removed} units removed, ${why}`);
  return good;
}
