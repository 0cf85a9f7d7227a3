import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {dump, post} from './dump.mjs';
import {espalier} from './espalier.mjs';
import {gate, pageServer} from './others.mjs';
import {freePort} from './server.mjs';

/** What is no server, what lets nobody in, and what takes no files. */
export const refusing = {
  'a server that is not there is one message, and exit code 3': async place => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const {code, stdout, stderr} = await sendTo(place, url);
    assert.deepEqual([code, stdout], [3, '']);
    assert.equal(
      stderr,
      `espalier: Expected an MLflow server at ${url}, got nothing that listens. Is it running there?\n`
    );
  },

  'the address of something else is told from a server': async place => {
    for (const [status, got] of [
      [404, '404 Not Found'],
      [200, 'a page that is not JSON']
    ]) {
      const other = await pageServer(status);
      const {code, stderr} = await sendTo(place, other.url);
      other.close();
      assert.equal(code, 3);
      assert.ok(
        stderr.startsWith(`espalier: Expected an MLflow server at ${other.url}, got ${got} from /api/2.0/mlflow/`),
        stderr
      );
    }
    const {code, stderr} = await sendTo(place, 'sqlite:///mlflow.db');
    assert.equal(code, 2);
    assert.match(stderr, /Start one with: mlflow server --backend-store-uri sqlite:\/\/\/mlflow\.db/);
  },

  'user and password, or a token, are asked for and taken': async place => {
    const basic = await gate(place.server.url, `Basic ${Buffer.from('ada:secret').toString('base64')}`);
    const bearer = await gate(place.server.url, 'Bearer token');
    const before = await dump(place.server, 'tiny');
    const refused = await sendTo(place, `${basic.url}/tracking`);
    assert.equal(refused.code, 3);
    assert.match(refused.stderr, /to let this user in, got 401 Unauthorized\. MLFLOW_TRACKING_USERNAME and/);
    const user = {MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'secret'};
    for (const [url, env] of [
      [`${basic.url}/tracking`, user],
      [`${bearer.url}/tracking`, {MLFLOW_TRACKING_TOKEN: 'token'}],
      [`${basic.url.replace('//', '//ada:secret@')}/tracking`, {}]
    ]) {
      const {code, stdout, stderr} = await sendTo(place, url, env);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /2 unchanged/);
      assert.doesNotMatch(stdout + stderr, /secret|token\b/);
    }
    assert.deepEqual(await dump(place.server, 'tiny'), before);
    basic.close();
    bearer.close();
  },

  'a deleted experiment is named with the remedy': async ({server, send}) => {
    const {experiment_id: id} = await post(server.url, 'experiments/create', {name: 'gone'});
    await post(server.url, 'experiments/delete', {experiment_id: id});
    const {code, stderr} = await send(['tiny', '--experiment', 'gone']);
    assert.equal(code, 3);
    assert.ok(
      stderr.includes(
        `got a deleted one. Give another name with --experiment, or restore it: mlflow experiments restore --experiment-id ${id}`
      ),
      stderr
    );
  },

  'where the server passes no artifacts on, it says so once and sends the rest': async ({folder, server, send}) => {
    const location = join(folder, 'elsewhere');
    mkdirSync(location);
    await post(server.url, 'experiments/create', {name: 'no files', artifact_location: location});
    const {code, stderr} = await send(['tiny', '--experiment', 'no files']);
    assert.equal(code, 0);
    assert.match(stderr, /^http.* does not pass artifacts on .*: no files sent\.$/m);
    assert.equal(stderr.match(/no files sent/g).length, 1);
    assert.match((await send(['tiny', '--experiment', 'no files'])).stdout, /2 unchanged/);
  },

  'files that are too large stay behind': async ({server, send}) => {
    const {stderr} = await send(['tiny', '--experiment', 'small', '--largest-file', '0.1']);
    assert.match(stderr, /too large to send: model\/weights\.bin/);
    const {files} = await dump(server, 'small');
    const names = files.map(([name]) => name.split('/').slice(2).join('/'));
    assert.ok(names.includes('model/model.json') && !names.includes('model/weights.bin'), String(names));
    assert.match((await send(['tiny', '--experiment', 'small'])).stdout, /2 extended/);
    assert.ok((await dump(server, 'small')).files.some(([name]) => name.endsWith('weights.bin')));
  }
};

const sendTo = ({folder}, url, env) =>
  espalier(['export-runs', 'tiny', '--to', 'mlflow', '--uri', url], {cwd: folder, env});
