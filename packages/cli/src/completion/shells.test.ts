import {execFileSync, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {writeMadeUpRun} from '../testing/madeUpRun.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

const bin = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url));

let folder: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  for (const id of ['obd-s0-bbb', 'taylor-s0-aaa']) await writeMadeUpRun(join(folder, 'runs'), {sweep: 'my-sweep', id});
  await writeFile(join(folder, 'my experiment.yaml'), '');
  await mkdir(join(folder, 'models'));
  // Commands that are not about completion say what they were given.
  const said = `#!/bin/sh\ncase $1 in complete|completion) exec node '${bin}' "$@";; esac\nfor w; do printf '<%s>' "$w"; done; echo .\n`;
  await writeFile(join(folder, 'espalier'), said);
  await chmod(join(folder, 'espalier'), 0o755);
});

function has(program: string): boolean {
  try {
    execFileSync('which', [program], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

// `script` starts the shell by SHELL, and bash there would take the prompt away.
const env = () => ({
  ...process.env,
  PATH: `${folder}:${process.env.PATH ?? ''}`,
  TERM: 'dumb',
  HISTFILE: '',
  PS1: 'waiting> ',
  SHELL: '/bin/sh'
});

/** Types into a shell on a terminal of its own, waiting for each answer; gives what the commands were called with. */
function type(shell: string, keys: readonly (readonly [keys: string, until: RegExp])[]): Promise<string> {
  const child = spawn('script', ['-qec', shell, '/dev/null'], {cwd: folder, env: env()});
  let said = '';
  let from = 0;
  const left = [...keys];
  const step = () => {
    const next = left[0];
    if (!next?.[1].test(said.slice(from))) return;
    left.shift();
    from = said.length;
    child.stdin.write(next[0]);
  };
  child.stdout.on('data', chunk => {
    said += String(chunk);
    step();
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
  });
}

/** A line, up to the key that completes it, and how the command was called in the end. */
const LINES: readonly (readonly [typed: string, called: string])[] = [
  ['espalier export-', '<export-runs>'],
  ['espalier status my', '<status><my-sweep>'],
  ['espalier logs my-sweep/tay', '<logs><my-sweep/taylor-s0-aaa>'],
  ['espalier ls --stat', '<ls><--status>'],
  ['espalier ls --status=fin', '<ls><--status=finished>'],
  ['espalier ls --status finished,fai', '<ls><--status><finished,failed>'],
  ['espalier sweep my', '<sweep><my experiment.yaml>'],
  ['espalier bench alex', '<bench><alexnet>'],
  ['espalier prune model --data fas', '<prune><model><--data><fashion-mnist>'],
  ['espalier data inspe', '<data><inspect>']
];

describe.each(['bash', 'zsh'])('completion in %s', shell => {
  const commands = {bash: 'bash --norc --noprofile -i', zsh: 'zsh -f -i'} as Readonly<Record<string, string>>;
  it.skipIf(!has(shell) || !has('script')).each(LINES)('%s', {timeout: 30_000}, async (typed, called) => {
    const start = shell === 'zsh' ? 'autoload -U compinit; compinit -D; ' : '';
    const said = await type(commands[shell] ?? '', [
      [`${start}source <(espalier completion ${shell}); echo rea''dy\n`, /waiting> /],
      [`${typed}\t`, /ready\r?\n/],
      ['\n', new RegExp(typed.slice(-3))],
      ['exit\n', />\./]
    ]);
    expect(said).toContain(`${called}.`);
  });
});

describe('completion in fish', () => {
  const inFish = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `espalier completion fish | source; complete -C '${line}'`], {
      cwd: folder,
      env: env(),
      encoding: 'utf8'
    }).trimEnd();

  it.skipIf(!has('fish'))('offers what the others complete, and what each is', {timeout: 30_000}, () => {
    expect(inFish('espalier export-')).toBe('export-runs\truns as CSV, JSON or Parquet, or sent to an MLflow server');
    expect(inFish('espalier logs my-sweep/tay')).toBe('my-sweep/taylor-s0-aaa\tfinished');
    expect(inFish('espalier ls --status=finished,fai')).toBe('--status=finished,failed');
    expect(inFish('espalier sweep my')).toContain('my experiment.yaml');
    expect(inFish('espalier report --out mo')).toContain('models/');
    expect(inFish('espalier compare my')).toBe(
      'my-sweep\tsweep\nmy-sweep/obd-s0-bbb\tfinished\nmy-sweep/taylor-s0-aaa\tfinished'
    );
  });
});

describe('the hidden command', () => {
  const complete = (...words: readonly string[]) =>
    execFileSync(process.execPath, [bin, 'complete', '--', ...words], {cwd: folder, encoding: 'utf8'}).split('\n');

  it('completes commands of groups, choices, and nothing where nothing is to come', () => {
    expect(complete('data', 'l')).toEqual(['none', expect.stringMatching(/^ls\t/), '']);
    expect(complete('help', 'dat')).toEqual(['none', expect.stringMatching(/^data\t/), '']);
    expect(complete('export-runs', '--to', 'c')).toEqual(['none', 'csv', '']);
    expect(complete('help', 'gc')).toEqual(['none', expect.stringMatching(/^gc\t/), '']);
    expect(complete('doctor', '')).toEqual(['none', '']);
    expect(complete('nonsense', '')).toEqual(['none', '']);
  });

  it('looks for runs where they are said to be, and makes no folder where there are none', () => {
    expect(complete('ls', '--runs', 'nowhere', '')).toEqual(['none', '']);
    expect(complete('ls', '--runs=runs', '')).toEqual(['none', 'my-sweep\tsweep', '']);
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});
