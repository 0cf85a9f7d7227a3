import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const bin = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url));

/** How a command ended, and what it said. */
export interface Outcome {
  /** −1 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends this signal as soon as stderr matches. */
  readonly stop?: {readonly signal: NodeJS.Signals; readonly when: RegExp};
}

/** Runs the real, built command in a process of its own, on one thread. */
export function espalier(args: readonly string[], {cwd, env = {}, stop}: RunOptions): Promise<Outcome> {
  const {FORCE_COLOR: _color, ...inherited} = process.env;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: {...inherited, ESPALIER_THREADS: '1', ...env},
    stdio: ['ignore', 'pipe', 'pipe']
  });
  const said = {stdout: '', stderr: ''};
  let stopped = false;
  child.stdout.on('data', chunk => (said.stdout += String(chunk)));
  child.stderr.on('data', chunk => {
    said.stderr += String(chunk);
    if (stopped || !stop?.when.test(said.stderr)) return;
    stopped = child.kill(stop.signal);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({code: code ?? -1, ...said}));
  });
}
