import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {submits} from './submits.mjs';
import {cancels, goesOn, makeReference, meetsTimeLimit, staysAway} from './goesOn.mjs';
import {missingForCluster, startCluster} from './cluster.mjs';
import {refuses} from './refuses.mjs';
import {writeStudies} from './study.mjs';

/** Sweeps on a Slurm cluster of this machine alone give what they give without one, whatever happens to their tasks. */
export const suite = {name: 'slurm', installedByCi: true, missing: missingForCluster, run};

async function run() {
  const cluster = await startCluster({maxArraySize: 3});
  const folder = mkdtempSync(join(tmpdir(), 'espalier-on-slurm-'));
  const place = {cluster, cwd: writeStudies(folder), env: cluster.env};
  try {
    await makeReference(place);
    const first = await Promise.all([meetsTimeLimit(place), submits(place)]);
    const then = await Promise.all([cancels(place), staysAway(place)]);
    return count([...first, ...then, await goesOn(place), await refuses(place)].flat());
  } finally {
    await cluster.stop();
    rmSync(folder, {recursive: true, force: true});
  }
}

function count(checks) {
  for (const [what, good, why] of checks) {
    console.log(good ? `ok   ${what}` : `FAIL ${what}: ${String(why).slice(0, 1000)}`);
  }
  const passed = checks.filter(([, good]) => good).length;
  return {passed, failed: checks.length - passed};
}
