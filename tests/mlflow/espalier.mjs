import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const bin = fileURLToPath(new URL('../../packages/cli/bin/espalier.js', import.meta.url));

/** Runs the built command on one thread; `ended` tells how it ended and what it said. */
export function startEspalier(args, {cwd, env = {}}) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: {...process.env, MLFLOW_TRACKING_URI: undefined, ESPALIER_THREADS: '1', NO_COLOR: '1', ...env},
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const said = {stdout: '', stderr: ''};
  for (const name of ['stdout', 'stderr']) child[name].on('data', chunk => (said[name] += String(chunk)));
  const ended = new Promise(resolve => child.once('close', code => resolve({code, ...said})));
  return {child, ended};
}

export const espalier = (args, options) => startEspalier(args, options).ended;
