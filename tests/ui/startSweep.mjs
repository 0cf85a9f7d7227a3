import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
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
prune: {criterion: taylor, unitsPerStep: 1, updates: 40, lr: 0.005, until: {units: 0.4}}
oracle: {examples: 50}
seeds: [0, 1]
`
  );
  const args = [bin, 'sweep', file, '--runs', root, '-j', '1'];
  const env = {...process.env, ESPALIER_THREADS: '1'};
  const child = spawn(process.execPath, args, {cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += chunk));
  return {
    ended: new Promise(resolve => child.once('close', resolve)),
    said: () => said,
    stop: () => child.kill('SIGKILL')
  };
}
