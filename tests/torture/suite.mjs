import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {disksMissing, fullDisk, readOnlyDisk} from './disks.mjs';
import {disturb, processesOf} from './kill.mjs';
import {digests, espalierNow, litter, readMetas, RUNS, startSweep, writeStudy} from './study.mjs';

const KILLS = 50;

/** A sweep of 60 runs that is killed again and again by two parents' deaths and workers' deaths comes to the same bytes. */
export const suite = {
  name: 'torture',
  installedByCi: true,
  missing: () => (process.platform === 'linux' ? undefined : 'no /proc to find processes by'),
  run: () => inFolder(killing)
};

/** The same on a disk that is full, and on one that cannot be written to. */
export const disksSuite = {
  name: 'torture of disks',
  installedByCi: false,
  missing: disksMissing,
  run: () => inFolder(async folder => [...(await fullDisk(folder)), ...readOnlyDisk(folder)])
};

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-torture-'));
  try {
    const checks = await work(folder);
    for (const [what, good, why] of checks) console.log(`${good ? 'ok  ' : 'FAIL'} ${what}${good ? '' : `: ${why}`}`);
    const passed = checks.filter(([, good]) => good).length;
    return {passed, failed: checks.length - passed};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function killing(folder) {
  const file = writeStudy(folder);
  const [calm, stormy] = ['calm', 'stormy'].map(name => join(folder, name));
  for (const path of [calm, stormy]) mkdirSync(path);
  const undisturbed = await startSweep(file, calm, '-j', '2').closed;
  const {killed, complaints} = await disturb(file, stormy, {kills: KILLS, seed: 7, least: RUNS / 2});
  const before = finishedAttempts(stormy);
  const started = Date.now();
  const last = await startSweep(file, stormy, '-j', '2').closed;
  console.log(
    `killed ${killed} processes; ${before.size} of ${RUNS} runs were done by then; the rest took ${((Date.now() - started) / 1000).toFixed(0)} s`
  );
  const after = finishedAttempts(stormy);
  const twice = [...readMetas(stormy)].filter(
    ([, {attempts}]) => attempts.filter(({status}) => status === 'finished').length > 1
  );
  const lost = [...before].filter(([id, number]) => after.get(id) !== number);
  const bytes = [digests(calm), digests(stormy)];
  const again = espalierNow(['sweep', file, '--runs', stormy]);
  await sleep(2000);
  const orphans = processesOf(stormy);
  return [
    ['the undisturbed sweep is done', undisturbed.code === 0, undisturbed.errors],
    [`${KILLS} processes were killed before it was over`, killed === KILLS, `killed ${killed}`],
    ['runs were finished in between', before.size >= RUNS / 6, `${before.size}`],
    ['no sweep ended in an error of its own', complaints.length === 0, complaints[0]],
    ['the same command finishes it', last.code === 0 && after.size === RUNS, `${failures(stormy)}\n${last.errors}`],
    ['no finished run is lost', lost.length === 0, JSON.stringify(lost)],
    ['no finished run is done twice', twice.length === 0, JSON.stringify(twice)],
    [
      'every result is the same bytes',
      Object.keys(bytes[0]).length > 4 * RUNS && JSON.stringify(bytes[0]) === JSON.stringify(bytes[1]),
      'they differ'
    ],
    ['nothing temporary is left', litter(stormy).length === 0, litter(stormy).join(', ')],
    [
      'a further start does nothing and says so',
      again.status === 0 && again.stderr.includes('nothing to run'),
      again.stderr
    ],
    ['no worker has outlived its parent', orphans.length === 0, orphans.join(', ')]
  ];
}

/** What runs have failed of, a line each. */
function failures(runs) {
  const failed = [...readMetas(runs)].filter(([, {status}]) => status === 'failed');
  return failed.map(([id, {attempts}]) => `${id}: ${attempts.at(-1).error}`).join('\n');
}

/** The number of the attempt that finished, by run. */
function finishedAttempts(runs) {
  return new Map(
    [...readMetas(runs)].flatMap(([id, {attempts}]) =>
      attempts.filter(({status}) => status === 'finished').map(({number}) => [id, number])
    )
  );
}
