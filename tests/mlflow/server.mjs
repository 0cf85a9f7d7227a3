import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createWriteStream, mkdirSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

/** Milliseconds that a server may take to start, on a machine that has other work. */
const PATIENCE = 120_000;

/** A real MLflow server with its data in a folder; started again there, it has what it had. */
export async function startMlflow(python, folder, port) {
  mkdirSync(folder, {recursive: true});
  const store = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`];
  const files = ['--artifacts-destination', join(folder, 'artifacts')];
  const quiet = {MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true', MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false'};
  const child = spawn(
    python,
    ['-m', 'mlflow', 'server', ...store, ...files, '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
    // A group of its own, so that its workers end with it.
    {cwd: folder, env: {...process.env, ...quiet}, stdio: ['ignore', 'pipe', 'pipe'], detached: true}
  );
  const log = createWriteStream(join(folder, 'server.log'), {flags: 'a'});
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, {end: false});
  const ended = once(child, 'exit');
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  const late = Date.now() + PATIENCE;
  while (!(await isThere(url))) {
    if (child.exitCode !== null) throw new Error(`mlflow server ended with ${child.exitCode}: ${folder}/server.log`);
    if (Date.now() > late) throw await kill().then(() => new Error('mlflow server did not start'));
    await sleep(200);
  }
  return {url, folder, kill};
}

async function isThere(url) {
  return fetch(`${url}/health`, {headers: {connection: 'close'}}).then(
    ({ok}) => ok,
    () => false
  );
}

/** A port that nobody listened at a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
