import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Halving} from '../../schema/halving.ts';
import {fakePlan, fakeResult} from '../../testing/fakePlan.ts';
import type {PlannedRun} from '../planSweep.ts';
import {asItStands, createSchedule} from './createSchedule.ts';
import type {Ended} from './schedule.ts';

const halving: Halving = {key: 'epochs', values: [1, 3, 9], eta: 3, mode: 'synchronous'};
const asha: Halving = {...halving, mode: 'asynchronous'};

const newFolder = () => mkdtempSync(join(tmpdir(), 'espalier-test-'));

/** Better the closer a candidate is to 4; a little better with more epochs. */
const accuracy = ({config}: PlannedRun): number =>
  1 - Math.abs(Number(config.point.lr) - 4) / 10 + Number(config.point.epochs) / 1000;

interface Simulation {
  readonly halving?: Halving;
  readonly folder?: string;
  readonly workers?: number;
  /** Which of the runs under way ends next. */
  readonly pick?: (count: number) => number;
  readonly end?: (run: PlannedRun) => Ended;
  /** Stops after so many ends. */
  readonly stopAfter?: number;
}

const finish = (run: PlannedRun): Ended => ({status: 'finished', result: fakeResult(accuracy(run))});

/** Does the runs of a plan with some workers; returns those that were started, in their order, and how the store is left. */
function simulate(plan: readonly PlannedRun[], options: Simulation = {}) {
  const {folder = newFolder(), workers = 1, pick = () => 0, end = finish, stopAfter = Infinity} = options;
  const schedule = createSchedule(plan, {halving: options.halving ?? halving, folder});
  const started: string[] = [];
  const underWay: PlannedRun[] = [];
  const ends = new Map<string, Ended>();
  while (ends.size < stopAfter) {
    const next = underWay.length < workers ? schedule.next() : 'wait';
    if (next === undefined && underWay.length === 0) break;
    if (next !== undefined && next !== 'wait') {
      started.push(next.id);
      underWay.push(next);
      continue;
    }
    const [run] = underWay.splice(pick(underWay.length), 1);
    if (!run) throw new Error('It waits for nothing.');
    const ended = end(run);
    ends.set(run.key, ended);
    schedule.ended(run, ended);
  }
  const left = plan.map((run): PlannedRun => {
    const ended = ends.get(run.key);
    return ended ? {...run, state: ended.status as 'finished' | 'failed', result: ended.result} : run;
  });
  return {started, left, folder, schedule, ended: [...ends.keys()]};
}

const log = (folder: string) => readFileSync(join(folder, 'rungs.jsonl'), 'utf8');
const records = (folder: string) =>
  log(folder)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
const seeded = (seed: number) => (count: number) => (seed = (seed * 16807) % 2147483647) % count;

describe('synchronous halving', () => {
  it('does 9, 3 and 1: the best of a rung go on, best first, when all of it is through', () => {
    const {started} = simulate(fakePlan(9, halving));
    expect(started.slice(0, 9)).toEqual(Array.from({length: 9}, (_, lr) => `lr${lr}-epochs1-s0`));
    expect(started.slice(9)).toEqual(['lr4-epochs3-s0', 'lr3-epochs3-s0', 'lr5-epochs3-s0', 'lr4-epochs9-s0']);
  });

  it('does the same runs and writes the same bytes whatever the workers and the order of their ends', () => {
    const plan = fakePlan(9, halving, [0, 1]);
    const alone = simulate(plan);
    for (const seed of [1, 2, 3, 4, 5]) {
      const many = simulate(plan, {workers: 4, pick: seeded(seed)});
      expect(many.started.toSorted()).toEqual(alone.started.toSorted());
      expect(log(many.folder)).toBe(log(alone.folder));
    }
  });

  it('waits for the runs that are under way', () => {
    const schedule = createSchedule(fakePlan(2, halving), {halving, folder: newFolder()});
    const [one, two] = [schedule.next(), schedule.next()] as PlannedRun[];
    expect(schedule.next()).toBe('wait');
    schedule.ended(two!, finish(two!));
    expect(schedule.next()).toBe('wait');
    schedule.ended(one!, finish(one!));
    expect((schedule.next() as PlannedRun).id).toBe('lr1-epochs3-s0');
  });

  it('judges the seeds of a point together, by the mean of the validation metric', () => {
    const values: Record<string, number> = {
      'lr0-epochs1-s0': 1,
      'lr0-epochs1-s1': 0,
      'lr1-epochs1-s0': 0.6,
      'lr1-epochs1-s1': 0.5
    };
    const {started, folder} = simulate(fakePlan(2, halving, [0, 1]), {
      end: run => ({status: 'finished', result: fakeResult(values[run.id] ?? 0)})
    });
    expect(started.slice(4)).toEqual(['lr1-epochs3-s0', 'lr1-epochs3-s1', 'lr1-epochs9-s0', 'lr1-epochs9-s1']);
    expect(records(folder)[1]).toEqual({
      rung: 0,
      point: {lr: 1, epochs: 1},
      seeds: [0, 1],
      keys: ['lr1-epochs1-s0', 'lr1-epochs1-s1'],
      value: 0.55,
      promoted: true
    });
  });

  it('lets the smaller loss win where the goal is to minimize', () => {
    const plan = fakePlan(3, halving).map(run => ({
      ...run,
      config: {
        ...run.config,
        settings: {...run.config.settings, metric: {name: 'validationLoss', goal: 'minimize'} as const}
      }
    }));
    expect(simulate(plan).started[3]).toBe('lr0-epochs3-s0');
  });

  it('takes the first of the file where values are the same', () => {
    const {started} = simulate(fakePlan(3, halving), {end: () => ({status: 'finished', result: fakeResult(0.5)})});
    expect(started[3]).toBe('lr0-epochs3-s0');
  });

  it('counts failures and values that are not finite as worst, and never lets them go on', () => {
    const bad: Record<string, Ended> = {
      4: {status: 'failed'},
      3: {status: 'finished', result: fakeResult(NaN)},
      5: {status: 'finished', result: fakeResult(Infinity)}
    };
    const end = (run: PlannedRun) => bad[String(run.config.point.lr)] ?? finish(run);
    const {started, folder, left, schedule} = simulate(fakePlan(9, halving), {end});
    expect(started.slice(9).toSorted()).toEqual([
      'lr1-epochs3-s0',
      'lr2-epochs3-s0',
      'lr2-epochs9-s0',
      'lr6-epochs3-s0'
    ]);
    expect(
      records(folder)
        .filter(({value}) => value === null)
        .map(({point}) => point)
    ).toEqual([3, 4, 5].map(lr => ({lr, epochs: 1})));
    expect(schedule.standing(left.find(({id}) => id === 'lr4-epochs3-s0')!)).toMatchObject({
      state: 'not promoted',
      reason: 'not promoted: failed at epochs=1'
    });
  });

  it('ends where everything fails', () => {
    const {started, folder} = simulate(fakePlan(4, halving), {end: () => ({status: 'failed'})});
    expect(started).toHaveLength(4);
    expect(records(folder).map(({promoted}) => promoted)).toEqual([false, false, false, false]);
  });

  it('decides anew where a run that had failed is done again', () => {
    const failing = (run: PlannedRun): Ended => (run.id === 'lr4-epochs1-s0' ? {status: 'failed'} : finish(run));
    const {left, folder} = simulate(fakePlan(9, halving), {end: failing});
    const schedule = createSchedule(left, {halving, folder, rerunFailed: true});
    const again = schedule.next() as PlannedRun;
    expect(again.id).toBe('lr4-epochs1-s0');
    schedule.ended(again, finish(again));
    expect((schedule.next() as PlannedRun).id).toBe('lr4-epochs3-s0');
    const last = new Map(records(folder).map(record => [JSON.stringify(record.keys), record]));
    expect([...last.values()].filter(({rung, promoted}) => rung === 0 && promoted)).toHaveLength(3);
  });
});

describe('asynchronous halving', () => {
  it('promotes as soon as something is in the best third of its rung', () => {
    const {started} = simulate(fakePlan(9, asha), {halving: asha});
    expect(started.map(id => id.replace('epochs', '').replace('-s0', ''))).toEqual([
      ...['lr0-1', 'lr1-1', 'lr2-1', 'lr2-3', 'lr3-1', 'lr3-3', 'lr4-1', 'lr4-3', 'lr4-9', 'lr5-1'],
      ...['lr6-1', 'lr7-1', 'lr8-1', 'lr5-3']
    ]);
  });

  it('takes its best to the top even where rungs stay too small', () => {
    const {started} = simulate(fakePlan(2, asha), {halving: asha});
    expect(started).toEqual(['lr0-epochs1-s0', 'lr1-epochs1-s0', 'lr1-epochs3-s0', 'lr1-epochs9-s0']);
  });

  it('tries every candidate, takes the best to the top and writes each decision down once, with several workers', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const {left, folder} = simulate(fakePlan(27, asha), {halving: asha, workers: 5, pick: seeded(seed)});
      const done = left.filter(({state}) => state === 'finished').map(({config}) => config.point);
      const top = done.filter(({epochs}) => epochs === 9);
      expect(done.filter(({epochs}) => epochs === 1)).toHaveLength(27);
      expect(top).toContainEqual({lr: 4, epochs: 9});
      const all = records(folder);
      expect(new Set(all.map(({keys}) => String(keys))).size).toBe(all.length);
      expect(all).toHaveLength(done.length);
    }
  });
});

describe.each([halving, asha])('a halving that goes on ($mode)', mode => {
  it('starts the same runs in the same order, and leaves the same record, wherever one worker was stopped', () => {
    const plan = fakePlan(9, mode, [0, 1]);
    const whole = simulate(plan, {halving: mode});
    for (let stop = 1; stop < whole.started.length; stop++) {
      const first = simulate(plan, {halving: mode, stopAfter: stop});
      const second = simulate(first.left, {halving: mode, folder: first.folder});
      expect([...first.ended, ...second.started]).toEqual(whole.started);
      expect(log(second.folder)).toBe(log(whole.folder));
    }
  });

  it('keeps what was promoted, and its record whole, where several workers were stopped', () => {
    for (const seed of [1, 2, 3, 4]) {
      const plan = fakePlan(12, mode);
      const first = simulate(plan, {halving: mode, workers: 4, pick: seeded(seed), stopAfter: 8});
      const begun = new Set(first.started);
      writeFileSync(join(first.folder, 'rungs.jsonl'), '{"rung":0,"po', {flag: 'a'});
      const second = simulate(first.left, {halving: mode, folder: first.folder, workers: 4, pick: seeded(seed + 9)});
      const ended = new Set([...first.ended, ...second.ended]);
      expect([...begun].filter(id => !ended.has(id))).toEqual([]);
      expect(records(first.folder)).toHaveLength(ended.size);
    }
  });

  it('starts nothing when it is over', () => {
    const {left, folder} = simulate(fakePlan(9, mode), {halving: mode});
    const before = log(folder);
    expect(simulate(left, {halving: mode, folder}).started).toEqual([]);
    expect(log(folder)).toBe(before);
    const states = asItStands(left, {halving: mode, folder}).map(({state}) => state);
    expect(new Set(states)).toEqual(new Set(['finished', 'not promoted']));
  });
});

describe('a plan', () => {
  it('says what waits for whom before anything is done, and writes nothing', () => {
    const folder = newFolder();
    const plan = asItStands(fakePlan(3, halving), {halving, folder});
    expect(plan.map(({reason}) => reason)).toEqual([
      'never run',
      'never run',
      'never run',
      ...Array.from({length: 6}, () => 'if promoted')
    ]);
    expect(() => log(folder)).toThrow();
  });

  it('says who was not promoted and why, as soon as that is known', () => {
    const {left, folder} = simulate(fakePlan(9, halving), {stopAfter: 9});
    const plan = asItStands(left, {halving, folder: newFolder()});
    const reasonOf = (id: string) => plan.find(run => run.id === id)?.reason;
    expect(reasonOf('lr0-epochs3-s0')).toBe('not promoted: place 8 of 9 at epochs=1');
    expect(reasonOf('lr0-epochs9-s0')).toBe('not promoted: place 8 of 9 at epochs=1');
    expect([reasonOf('lr4-epochs3-s0'), reasonOf('lr4-epochs9-s0')]).toEqual(['never run', 'if promoted']);
    expect(createSchedule(left, {halving, folder}).expected).toBe(4);
  });
});
