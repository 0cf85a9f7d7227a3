import {stripVTControlCharacters} from 'node:util';
import {expect, it} from 'vitest';
import {planTable} from './planTable.ts';
import type {SweptRun} from './sweepDocument.ts';

function run(id: number, status: SweptRun['status'], reason: string): SweptRun {
  return {id: `taylor-s${id}`, key: String(id), seed: id, point: {}, folder: '', status, reason};
}

function plan(runs: readonly SweptRun[]) {
  return {format: 'espalier.sweep/1', sweep: 'study', folder: 'runs/study', runs} as const;
}

/** The table without bold type, which a terminal may have. */
function plain(...args: Parameters<typeof planTable>): string {
  return stripVTControlCharacters(planTable(...args));
}

const few = [run(0, 'finished', 'finished'), run(1, 'failed', 'failed: no'), run(2, 'to run', 'never run')];
const many = Array.from({length: 120}, (_, i) => {
  if (i < 40) return run(i, 'finished', 'finished');
  return i < 60
    ? run(i, 'to run', `changed since taylor-s${i}-0123456789: settings.prune.lr`)
    : run(i, 'to run', `cut off in attempt ${i % 3}`);
});

it('lists a few runs one by one', () => {
  expect(plain(plan(few))).toBe(`study: 3 runs, 1 finished, 1 failed, 1 to run

run        state     why
taylor-s0  finished  finished
taylor-s1  failed    failed: no
taylor-s2  to run    never run`);
});

it('counts many by what is the matter with them, unless each is asked for', () => {
  expect(plain(plan(many))).toBe(`study: 120 runs, 40 finished, 0 failed, 80 to run

runs  state     why                                              such as
  40  finished  finished                                         taylor-s0
  20  to run    changed since an earlier run: settings.prune.lr  taylor-s40
  60  to run    cut off                                          taylor-s60

Each run: --verbose or --json`);
  expect(plain(plan(many), {verbose: true}).split('\n')).toHaveLength(123);
});

it('says how many runs successive halving comes to', () => {
  const rung = (value: number, candidates: number) => ({key: 'train.epochs', value, candidates, runs: candidates * 2});
  const rungs = [rung(1, 9), rung(3, 3), rung(9, 1)];
  const table = (atLeast: boolean) =>
    planTable({
      ...plan([
        run(0, 'not promoted', 'not promoted: place 5 of 9 at train.epochs=1'),
        run(1, 'to run', 'if promoted')
      ]),
      rungs: rungs.map(each => ({...each, atLeast}))
    });
  expect(table(false).split('\n').slice(0, 2)).toEqual([
    'study: 2 runs, 0 finished, 0 failed, 1 not promoted, 1 if promoted, 0 to run',
    'At most 26 runs (9, 3 and 1 candidates with train.epochs 1, 3 and 9, 2 seeds each)'
  ]);
  expect(table(true)).toContain(
    'About 26 runs (9, 3 and 1 candidates with train.epochs 1, 3 and 9, 2 seeds each; rungs that do not wait may let some more in)\n'
  );
});
