// Start-up: what a process costs before it does any work.
import {spawnSync} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {markdownTable, milliseconds, withInterval} from '../harness/markdown.mjs';
import {describe} from '../harness/statistics.mjs';
import {takeTurns} from '../harness/turns.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'packages/cli/bin/espalier.js');
const START = `const {startEngine} = await import('${join(root, 'packages/backend/dist/index.js')}');`;

export async function run({quick, threads, python, work}) {
  const empty = mkdtempSync(join(work, 'runs-'));
  const env = {...process.env, ESPALIER_THREADS: String(threads)};
  const commands = [
    {name: 'node, nothing else', argv: [process.execPath, '-e', '0']},
    {name: 'espalier --version', argv: [process.execPath, bin, '--version']},
    {name: 'espalier ls, no runs', argv: [process.execPath, bin, 'ls', '--runs', empty]},
    {
      name: 'import and start the engine',
      argv: [process.execPath, '--input-type=module', '-e', `${START} await startEngine();`]
    },
    ...(python ? [{name: 'python, import torch', argv: [python, '-c', 'import torch']}] : []),
    ...(python ? [{name: 'python, import torch_pruning', argv: [python, '-c', 'import torch_pruning']}] : [])
  ];
  for (const command of commands) time(command, env);
  const seconds = await takeTurns(commands, quick ? 2 : 11, command => time(command, env));
  return {commands: commands.map(({name}, i) => ({name, ...describe(seconds[i])}))};
}

function time({name, argv: [command, ...args]}, env) {
  const start = performance.now();
  const {status, stderr} = spawnSync(command, args, {env, encoding: 'utf8'});
  if (status !== 0) throw new Error(`Expected ${name} to work, got exit code ${status}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

export function table({commands}) {
  return markdownTable(
    ['command', '>median (95 % interval)'],
    commands.map(one => [one.name, withInterval(one, milliseconds)])
  );
}
