// Runs the built `espalier` in a process of its own, and tells its seconds and its largest resident memory.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const bin = fileURLToPath(new URL('../packages/cli/bin/espalier.js', import.meta.url));
const PEAK = `import {writeFileSync} from 'node:fs';
process.on('exit', () => writeFileSync(process.env.ESPALIER_PEAK, String(process.resourceUsage().maxRSS)));`;

/** @returns {Promise<{seconds: number, peakMiB: number, code: number, stdout: string}>} */
export async function measureCommand(args, {cwd = process.cwd(), env = {}} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  const peak = join(folder, 'peak');
  const hook = `data:text/javascript,${encodeURIComponent(PEAK)}`;
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', hook, bin, ...args], {
    cwd,
    env: {...process.env, ...env, ESPALIER_PEAK: peak},
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', chunk => (stdout += chunk));
  child.stderr.on('data', chunk => (stderr += chunk));
  const code = await new Promise(resolve => child.once('close', resolve));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`espalier ${args.join(' ')} ended with ${code}:\n${stderr}`);
  const peakMiB = Number(readFileSync(peak, 'utf8')) / 1024;
  rmSync(folder, {recursive: true});
  return {seconds, peakMiB, code, stdout};
}

/** The middle of several runs of a command, after one that warms the file cache. */
export async function medianOf(rounds, args, options) {
  await measureCommand(args, options);
  const runs = [];
  for (let i = 0; i < rounds; i++) runs.push(await measureCommand(args, options));
  const middle = key => runs.map(run => run[key]).sort((a, b) => a - b)[rounds >> 1];
  return {seconds: middle('seconds'), peakMiB: middle('peakMiB')};
}
