import {mkdtemp, readdir, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'vitest';
import {checkpointFile} from '../run/checkpoints.ts';
import {readMeta} from '../runs/meta.ts';
import {oneRun, type OneRun} from './oneRun.ts';
import {resultBytes} from './resultBytes.ts';

const LENET = '{zoo: lenet}';

/** What differs between the studies of these tests. */
export interface Study {
  readonly model?: string;
  readonly prune: string;
  /** Of base training, beside its two epochs. */
  readonly train?: string;
  readonly more?: string;
}

/** An experiment file of one short run. */
export function study({model: which = LENET, prune, train = 'lr: 0.02', more = ''}: Study): string {
  return `dataset: {name: digits, train: 96, test: 40, validation: 20}
model: ${which}
train: {epochs: 2, ${train}}
prune: {${prune}}
scores: {examples: 16}
${more}
`;
}

/** Four steps. */
export const TAYLOR = study({prune: 'unitsPerStep: 8, updates: 2, lr: 0.005, until: {units: 0.5}'});

/** A run in a store of its own. */
export interface StoredRun extends OneRun {
  readonly root: string;
}

/** A store of its own. Files have one name, so that sweeps and runs have too. */
export async function fresh(text: string): Promise<StoredRun> {
  const at = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  const root = join(at, 'runs');
  return {root, ...(await oneRun(join(at, 'study.yaml'), text, root))};
}

const undisturbed = new Map<string, Promise<Record<string, string>>>();

/** What the study comes to when nothing happens to it. */
export function expectedBytes(text: string): Promise<Record<string, string>> {
  const make = async () => {
    const {root, attempt} = await fresh(text);
    expect(await attempt()).toEqual({status: 'finished'});
    return resultBytes(root);
  };
  const made = undisturbed.get(text) ?? make();
  undisturbed.set(text, made);
  return made;
}

/** Names of files that only unfinished work has. */
export async function leftovers(root: string): Promise<readonly string[]> {
  const names = await readdir(root, {recursive: true});
  return names.filter(name => /checkpoint|\.tmp|\.making/.test(name));
}

/** A log of all attempts. */
export function logOf({run}: OneRun, name: 'stdout.log' | 'stderr.log'): Promise<string> {
  return readFile(join(run.folder, name), 'utf8');
}

/** A run after so many checkpoints of its pruning, at least one, and where the last two lie. */
export async function partly(text: string, checkpoints: number) {
  const one = await fresh(text);
  const left: number[] = [];
  for (let attempt = 1; left.length < checkpoints; attempt++) {
    expect((await one.attemptPart()).status).toBe('interrupted');
    const there = await readFile(checkpointFile(one.run.folder, attempt)).catch(() => undefined);
    if (there) left.push(attempt);
  }
  return {
    ...one,
    newest: checkpointFile(one.run.folder, left.at(-1)!),
    older: checkpointFile(one.run.folder, left.at(-2)!)
  };
}

/** Finishes a run of the study `TAYLOR`, which must come to the bytes of one that nothing happened to. Returns what it told. */
export async function finish(one: StoredRun): Promise<{said: string | undefined; complaints: string}> {
  expect(await one.attempt()).toEqual({status: 'finished'});
  expect(await resultBytes(one.root)).toEqual(await expectedBytes(TAYLOR));
  expect(await leftovers(one.root)).toEqual([]);
  const last = (await readMeta(one.run.folder))!.attempts.length;
  const said = await readFile(join(dirname(checkpointFile(one.run.folder, last)), 'stdout.log'), 'utf8');
  return {said: said.split('\n').find(line => line.startsWith('goes on')), complaints: await logOf(one, 'stderr.log')};
}
