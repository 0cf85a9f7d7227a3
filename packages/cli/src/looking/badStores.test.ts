import {existsSync} from 'node:fs';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {writeMadeUpRun} from '../testing/madeUpRun.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

let folder: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  await mkdir(join(folder, 'empty'));
  for (const id of ['good-s0-aa', 'good-s1-bb']) await writeMadeUpRun(join(folder, 'runs'), {sweep: 'made', id});
  const put = async (id: string, text: string) => {
    await mkdir(join(folder, 'runs', 'made', id), {recursive: true});
    await writeFile(join(folder, 'runs', 'made', id, 'meta.json'), text);
  };
  await put('torn-s0-cc', '{"format": "espalier.me');
  await put('new-s0-dd', '{"format": "espalier.meta/2"}');
  await put('lean-s0-ee', '{"format": "espalier.meta/1"}');
  await put('photos', 'not ours');
  await mkdir(join(folder, 'runs', 'made', 'bare'));
  await mkdir(join(folder, 'runs', 'holiday'));
  await mkdir(join(folder, 'full'));
  await writeFile(join(folder, 'full', 'notes.txt'), 'mine');
});

const record = (id: string) => `Expected FOLDER/runs/made/${id}/meta.json to be a run's record (espalier.meta/1), got`;
const NEWER = `${record('new-s0-dd')} espalier.meta/2. A newer espalier made it: use that one.`;
const TORN = `${record('torn-s0-cc')} a file that is damaged or cannot be read.`;
const LEAN = `${record('lean-s0-ee')} one that lacks what every run has.`;
const NO_STORE = 'Expected runs in nowhere, got no such folder. Start some with: espalier sweep FILE';

/** Command line, and all that it says. FOLDER stands for the folder it runs in. */
const CASES: readonly (readonly [command: string, says: string])[] = [
  ...[
    'status',
    'status made',
    'ls made',
    'show x',
    'logs x',
    'logs x -f',
    'compare x y',
    'compare made',
    'gc',
    'gc -n'
  ].map(command => [`${command} --runs nowhere`, NO_STORE] as const),
  ['resume made --runs nowhere', NO_STORE],
  ['rerun good --runs nowhere', NO_STORE],
  ...['logs', 'show', 'compare good-s0'].flatMap(command => [
    [`${command} new-s0-dd`, NEWER] as const,
    [`${command} made/torn-s0-cc`, TORN] as const,
    [`${command} lean-s0-ee`, LEAN] as const,
    [`${command} made/bare`, 'Expected FOLDER/runs/made/bare to be a run, got a folder without meta.json.'] as const
  ]),
  ['status mad', 'Unknown sweep "mad". Known: holiday, made. Did you mean "made"?'],
  ['status holiday', 'Expected runs in FOLDER/runs/holiday, got a folder without any.'],
  ['logs god-s0-aa', 'Unknown run "god-s0-aa". Known: good-s0-aa, good-s1-bb. Did you mean "good-s0-aa"?'],
  ['logs good', 'Expected "good" to name one run, got 2: made/good-s0-aa, made/good-s1-bb.'],
  ['logs good-s0 --attempt 2', 'Expected --attempt to be one of 1, got 2.'],
  ['logs good-s0 --attempt 0', 'Expected --attempt to be a whole number of at least 1, got "0".'],
  ['compare good-s0', 'Expected at least two runs, or the name of a sweep, got good-s0.'],
  ['ls --status done', 'Unknown status "done". Known: queued, running, finished, failed, cancelled, interrupted.'],
  ['ls --where lr', 'Expected --where to be KEY=VALUE (or !=, <, >, <=, >=), got "lr".'],
  ['gc --older-than soon', 'Expected --older-than to be a time such as 30d, 12h, 90m or 0, got "soon".'],
  ['init full', 'Expected DIR to be a new or empty folder, got full, which is not empty.'],
  ['init full/notes.txt', 'Expected DIR to be a new folder, got the file full/notes.txt.'],
  [
    'completion tcsh',
    "Command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish."
  ]
];

describe('bad input', () => {
  it.concurrent.each(CASES)('%s', {timeout: 60_000}, async (command, says) => {
    const {code, stdout, stderr} = await espalier(command.split(' '), {cwd: folder});
    const said = stderr.replaceAll(folder, 'FOLDER');
    // What lies beside the runs that are compared is told too.
    const own = said.split('\n').filter(line => line.startsWith('espalier: '));
    expect({code, stdout, own}).toEqual({code: 2, stdout: '', own: [`espalier: ${says}`]});
  });

  it('does not keep what is good from being told', async () => {
    for (const command of ['status', 'ls', 'compare']) {
      const {code, stdout, stderr} = await espalier([command, 'made'], {cwd: folder});
      expect({command, code}).toEqual({command, code: 0});
      expect(stdout).toMatch(/good-s0-aa|2 finished|all runs +2/);
      expect(stderr.replaceAll(folder, 'FOLDER').split('\n').filter(Boolean).toSorted()).toEqual(
        [LEAN, NEWER, TORN, `${record('photos')} a file that is damaged or cannot be read.`].toSorted()
      );
    }
    const {stderr} = await espalier(['gc', '-n'], {cwd: folder});
    expect(stderr).toBe('');
  });

  it('makes no folders where somebody only looks', async () => {
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    expect(await readdir(join(folder, 'empty'))).toEqual([]);
    for (const command of ['ls', 'status']) await espalier([command, '--runs', 'empty'], {cwd: folder});
    expect(await readdir(join(folder, 'empty'))).toEqual([]);
    expect((await readdir(join(folder, 'runs'))).toSorted()).toEqual(['holiday', 'made']);
  });
});
