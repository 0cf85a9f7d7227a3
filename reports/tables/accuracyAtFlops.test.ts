import {expect, it} from 'vitest';
import type {RunRecord} from '../records/runRecord.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {accuracyAtFlops} from './accuracyAtFlops.ts';
import {toMarkdown} from './toMarkdown.ts';

/** A run whose accuracy falls along a line from 1 at all FLOPs to `end` at `left` of them. */
function straightRun(
  criterion: string,
  seed: number,
  {end, left}: {readonly end: number; readonly left: number}
): RunRecord {
  const [first] = madeUpRecords({seeds: [seed]});
  if (!first) throw new Error('no record');
  const point = {step: 0, updates: 0, units: 10, parameters: 10};
  const curve = [
    {...point, flops: 1000, testAccuracy: 1},
    {...point, flops: 1000 * left, testAccuracy: end}
  ];
  return {...first, id: `${criterion}-${seed}`, criterion, label: criterion, seed, curve};
}

it('interpolates, and pairs differences by seed', () => {
  const records = [0, 1, 2].flatMap(seed => [
    straightRun('taylor', seed, {end: 0.8 + seed / 100, left: 0.5}),
    straightRun('random', seed, {end: 0.6 + seed / 100, left: 0.5})
  ]);
  const {rows} = accuracyAtFlops({records, fractions: [0.75], command: 'c'});
  // Halfway between 1 and 0.80, 0.81, 0.82: mean 0.905; less random’s 0.805 of the same seeds: exactly 0.1 each.
  const [taylor] = rows;
  expect(taylor?.slice(0, 2)).toEqual(['75 %', 'taylor']);
  expect(taylor?.[2]).toMatchObject({value: expect.closeTo(0.905, 10) as number, n: 3});
  expect(taylor?.[3]).toMatchObject({value: expect.closeTo(0.1, 10) as number, low: expect.closeTo(0.1, 10) as number});
  expect(taylor?.[4]).toEqual({value: null});
});

it('leaves runs out that did not go so far, and says n/a where none did', () => {
  const records = [straightRun('taylor', 0, {end: 0.8, left: 0.4}), straightRun('taylor', 1, {end: 0.8, left: 0.6})];
  const markdown = toMarkdown(accuracyAtFlops({records, command: 'c'}));
  expect(markdown).toContain('| 50 % | taylor | 83.3 | n/a | n/a | 1 |');
  expect(markdown).toContain('| 30 % | taylor | n/a | n/a | n/a | 0 |');
});
