import {spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';

const LOOK_MILLISECONDS = 250;

/**
 * Runs a command to its end and watches the resident memory of its process and of those that it starts, in MiB: the
 * largest of each, and how much the largest of the last fifth of the time exceeds that of the second fifth.
 */
export async function watch(command, args, options) {
  const started = performance.now();
  const child = spawn(command, args, {...options, stdio: ['ignore', 'ignore', 'pipe']});
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => (errors += text));
  const samples = [];
  const timer = setInterval(() => {
    const children = childrenOf(child.pid).map(residentMiB);
    samples.push({parent: residentMiB(child.pid), child: Math.max(0, ...children)});
  }, LOOK_MILLISECONDS);
  const code = await new Promise(resolve => child.once('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${errors.slice(-2000)}`);
  return {
    seconds: (performance.now() - started) / 1000,
    parent: memory(samples, 'parent'),
    child: memory(samples, 'child')
  };
}

function memory(samples, key) {
  const values = samples.map(sample => sample[key]);
  const part = (from, to) =>
    Math.max(0, ...values.slice(Math.floor(from * values.length), Math.ceil(to * values.length)));
  return {peak: part(0, 1), growth: part(0.8, 1) - part(0.2, 0.4)};
}

function childrenOf(pid) {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

function residentMiB(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
