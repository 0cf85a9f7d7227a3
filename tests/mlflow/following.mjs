import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {dump} from './dump.mjs';
import {espalier, startEspalier} from './espalier.mjs';
import {silentServer} from './others.mjs';
import {freePort} from './server.mjs';

/** Two runs; the more updates, the longer they take. */
const study = (updates, tracking = '') => `dataset: {name: digits, train: 400, test: 100, validation: 50}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 2, updates: ${updates}, until: {units: 0.3}}
sweep: {prune.criterion: [random, weight]}
${tracking}`;

/** Sweeps that an MLflow server shows while they work, or does not. */
export const following = {
  'a sweep is there while it works, and all of it at the end': async ({folder, server, send}) => {
    writeFileSync(join(folder, 'live.yaml'), study(80, `tracking: {mlflow: "${server.url}", experiment: living}\n`));
    const {child, ended} = startEspalier(['sweep', 'live.yaml', '-j', '1'], {cwd: folder});
    const steps = new Set();
    while (child.exitCode === null) {
      const {runs = []} = await dump(server, 'living').catch(() => ({}));
      const growing = runs.filter(({info, histories}) => info.status === 'RUNNING' && histories.units);
      for (const {histories} of growing) steps.add(histories.units.length);
      await sleep(300);
    }
    const {code, stderr} = await ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /MLflow/);
    assert.ok(steps.size > 0, 'a run was seen with some of its points before the sweep ended');
    const {runs} = await dump(server, 'living');
    assert.deepEqual(
      runs.map(({info}) => info.status),
      ['FINISHED', 'FINISHED', 'FINISHED']
    );
    for (const {histories} of runs) {
      for (const [key, points] of Object.entries(histories)) {
        assert.deepEqual(
          points.map(([step]) => step),
          points.map((_, step) => step),
          `${key} has each step once`
        );
        const times = points.map(([, , timestamp]) => timestamp);
        assert.deepEqual(times, times.toSorted(), `${key} is in order of time`);
      }
    }
    assert.match((await send(['live', '--experiment', 'living'])).stdout, /2 unchanged/);
  },

  'servers that are gone or never answer hold up no run': async ({folder}) => {
    const silent = await silentServer();
    const gone = `http://127.0.0.1:${await freePort()}`;
    writeFileSync(join(folder, 'alone.yaml'), study(5));
    const [one, other] = await Promise.all(
      [silent.url, gone].map((url, i) =>
        espalier(['sweep', 'alone.yaml', '--name', `alone${i}`, '--mlflow', url], {cwd: folder})
      )
    );
    silent.close();
    for (const [{code, stdout, stderr}, url, got] of [
      [one, silent.url, 'no answer within 10 s'],
      [other, gone, 'nothing that listens']
    ]) {
      assert.equal(code, 0, stderr);
      assert.equal(stdout.match(/finished/g).length, 2);
      const message = `Expected an MLflow server at ${url}, got ${got}. Is it running there?`;
      const lines = stderr.split('\n').filter(line => line.includes('MLflow'));
      assert.ok(lines.length >= 1 && lines.length <= 2, stderr);
      for (const line of lines) assert.ok(line.startsWith(message), line);
      assert.match(stderr, /Once it can be: espalier export-runs alone\d --to mlflow --uri http:\S+ --runs \S+$/m);
    }
  },

  'a server that comes back gets all by the command that was told': async ({folder, server}) => {
    const [, command] = /Once it can be: espalier (.*)/.exec(
      (await espalier(['sweep', 'alone.yaml', '--name', 'late', '--mlflow', 'http://127.0.0.1:9'], {cwd: folder}))
        .stderr
    );
    const args = command.replace('http://127.0.0.1:9', server.url).split(' ');
    assert.match((await espalier(args, {cwd: folder})).stdout, /^late: 2 new/);
  }
};
