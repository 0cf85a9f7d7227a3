import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const bin = fileURLToPath(new URL('../../packages/cli/bin/espalier.js', import.meta.url));

/** Two small runs with many steps, done by the real command into the store. */
export function startSweep(folder, root) {
  const file = join(folder, 'live.yaml');
  writeFileSync(
    file,
    `dataset: {name: digits, train: 400, test: 100}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {criterion: taylor, unitsPerStep: 1, updates: 80, lr: 0.005, until: {units: 0.4}}
oracle: {examples: 50}
seeds: [0, 1]
`
  );
  const args = [bin, 'sweep', file, '--runs', root, '-j', '1'];
  const env = {...process.env, ESPALIER_THREADS: '1'};
  const child = spawn(process.execPath, args, {cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true});
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk));
  let running = true;
  const ended = new Promise(resolve => child.once('close', resolve));
  void ended.then(() => (running = false));
  /** Sends a signal to the command and to the processes that its runs are done in. */
  const signal = name => running && process.kill(-child.pid, name);
  return {
    ended,
    said: () => said,
    /** Halts the sweep amid the pruning of its first run, for as long as a page needs to look, however slow the machine. */
    pause: async () => {
      while (running && !hasPruned(join(root, 'live'))) await sleep(20);
      signal('SIGSTOP');
    },
    resume: () => signal('SIGCONT'),
    stop: () => signal('SIGKILL')
  };
}

/** Whether a run of a sweep's folder has told of two steps. */
function hasPruned(sweep) {
  if (!existsSync(sweep)) return false;
  const logs = readdirSync(sweep).map(run => join(sweep, run, 'metrics.jsonl'));
  return logs.some(log => existsSync(log) && readFileSync(log, 'utf8').split('\n').length > 2);
}
