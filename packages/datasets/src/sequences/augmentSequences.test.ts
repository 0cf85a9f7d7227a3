import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {assembleDataSet} from '../assembleDataSet.ts';
import type {StoredData} from '../dataSource.ts';
import type {LabeledExamples} from '../labeledExamples.ts';
import {openData} from '../openData.ts';
import {addNoise, changedSteps, resample, scaleDimensions, warpedParts} from './changeSequence.ts';
import type {SequenceAugment} from './sequenceAugment.ts';

await tf.setBackend('cpu');

const EVEN = [0, 0.25, 0.5, 0.75, 1];

test('a length lies within its share of the steps, and never below 2', () => {
  expect([0, 0.5, 0.999999].map(u => changedSteps(20, 0.1, () => u))).toEqual([18, 20, 22]);
  expect(changedSteps(2, 0.9, () => 0)).toBe(2);
  expect(changedSteps(1, 0.9, () => 0)).toBe(1);
});

test('warped parts go from 0 to 1 in order, by the speed of each', () => {
  const draws = [1, 0, 0.5, 0.5];
  expect(warpedParts(0.5, () => draws.shift()!)).toEqual([0, 0.375, 0.5, 0.75, 1]);
  warpedParts(0, () => 0.9).forEach((end, i) => expect(end).toBeCloseTo(EVEN[i]!, 12));
});

test('resampling keeps both ends and goes along lines in between, each dimension by itself', () => {
  const sequence = {values: Float32Array.from([0, 10, 2, 30, 4, 50]), dimensions: 2};
  expect([...resample(sequence, 5, EVEN).values]).toEqual([0, 10, 1, 20, 2, 30, 3, 40, 4, 50]);
  expect([...resample(sequence, 3, EVEN).values]).toEqual([...sequence.values]);
  expect([...resample(sequence, 3, [0, 0.125, 0.25, 0.625, 1]).values]).toEqual([0, 10, 1, 20, 4, 50]);
  expect([...resample({values: Float32Array.from([7]), dimensions: 1}, 1, EVEN).values]).toEqual([7]);
});

test('scale has a factor a dimension, noise is in standard deviations of its dimension', () => {
  const sequence = {values: Float32Array.from([1, 5, 3, 5]), dimensions: 2};
  scaleDimensions(sequence, 0.5, [1, -1]);
  expect([...sequence.values]).toEqual([1.5, 2.5, 4.5, 2.5]);
  addNoise(sequence, 0.1, () => 2); // The deviations are 1.5 and 0.
  [1.8, 2.5, 4.8, 2.5].forEach((value, i) => expect(sequence.values[i]).toBeCloseTo(value, 6));
});

const count = 12;
const stored: StoredData = {
  name: 'toys',
  shape: [6, 1],
  classes: 2,
  divisor: 1,
  train: split(count, [4, 6]),
  test: split(4, [6])
};

/** Series 1, 2, 3, …, of lengths that take turns, zeros behind. */
function split(size: number, turns: readonly number[]) {
  const lengths = Int32Array.from({length: size}, (_, i) => turns[i % turns.length]!);
  const x = Float32Array.from({length: size * 6}, (_, i) => (i % 6 < lengths[Math.floor(i / 6)]! ? (i % 6) + 1 : 0));
  return {x, y: Int32Array.from(lengths, (_, i) => (i >> 1) % 2), lengths};
}

const open = (augment?: SequenceAugment, options = {}) =>
  assembleDataSet(stored, {seed: 0, validation: 0, augment, ...options});

async function rowsOf(examples: LabeledExamples, ...how: Parameters<LabeledExamples['batch']>): Promise<number[][]> {
  const {x, y} = await examples.batch(...how);
  const rows = (await x.array()) as number[][][];
  tf.dispose([x, y]);
  return rows.map(row => row.flat());
}

const draw = {seed: 3, update: 7};

test('a draw varies training batches, the same way each time; evaluation never is', async () => {
  const {train} = open({scale: 0.2, jitter: 0.1});
  const before = tf.memory().numTensors;
  const plain = await rowsOf(train, [0, 1]);
  expect(plain).toEqual([
    [1, 2, 3, 4, 0, 0],
    [1, 2, 3, 4, 5, 6]
  ]);
  const varied = await rowsOf(train, [0, 1], draw);
  expect(varied[0]!.slice(4)).toEqual([0, 0]);
  expect(varied[1]!.every((value, i) => value !== plain[1]![i])).toBe(true);
  expect(await rowsOf(train, [0, 1], draw)).toEqual(varied);
  expect((await rowsOf(train, [1, 0], draw))[1]).toEqual(varied[0]);
  expect(await rowsOf(train, [0, 1], {...draw, update: 8})).not.toEqual(varied);
  expect(tf.memory().numTensors).toBe(before);
});

test('other lengths end in zeros; what has no room is cut off at its end', async () => {
  const {train} = open({length: 0.5});
  const indices = Array.from({length: count}, (_, i) => i);
  const rows = await rowsOf(train, indices, draw);
  const steps = rows.map(row => row.filter(value => value > 0).length);
  expect(rows.every((row, i) => row.slice(steps[i]).every(value => value === 0) && row[0] === 1)).toBe(true);
  const short = steps.filter((_, i) => i % 2 === 0);
  expect(Math.min(...short)).toBeGreaterThanOrEqual(2);
  expect(new Set(short).size).toBeGreaterThan(1);
  // Whole where it fits, slower and cut where it does not.
  rows.forEach((row, i) => {
    if (steps[i]! < 6) expect(row[steps[i]! - 1]).toBeCloseTo(i % 2 === 0 ? 4 : 6, 5);
  });
  expect(rows.some((row, i) => i % 2 === 1 && steps[i] === 6 && row[5]! < 6)).toBe(true);
});

test('switching one kind off leaves the others as they were', async () => {
  const scaled = await rowsOf(open({scale: 0.2}).train, [1], draw);
  const both = await rowsOf(open({scale: 0.2, warp: 0.5}).train, [1], draw);
  expect(both[0]![0]).toBe(scaled[0]![0]);
  expect(both).not.toEqual(scaled);
});

test('the digest covers how sequences are varied, also in folds, whose lengths go with them', async () => {
  const fold = {folds: 2, seed: 0};
  const digests = [open(), open({scale: 0.1}), open({scale: 0.2}), open({scale: 0.1}, {fold}), open(undefined, {fold})];
  expect(new Set(digests.map(({sha256}) => sha256)).size).toBe(5);
  expect(open({scale: 0.1, warp: 0}).sha256).toBe(digests[1]!.sha256);
  const {train} = digests[3]!;
  const indices = Array.from({length: train.size}, (_, i) => i);
  const [plain, varied] = [await rowsOf(train, indices), await rowsOf(train, indices, draw)];
  const zeros = (rows: number[][]) => rows.map(row => row.filter(value => value === 0).length);
  expect(zeros(varied)).toEqual(zeros(plain));
});

test('images and settings that vary nothing are refused by name', async () => {
  const augment = {scale: 0.1};
  await expect(openData('digits', {seed: 0, augment})).rejects.toThrow(
    'Expected augment only with sequences [steps, dimensions], got it with digits, whose examples are [8, 8, 1].'
  );
  expect(() => open({length: 1})).toThrow('Expected augment.length to be a number of at least 0 and below 1, got 1.');
  expect(() => open({jitter: -1})).toThrow('Expected augment.jitter to be a number of at least 0, got -1.');
  expect(() => open({})).toThrow('Expected augment to have one of length, warp, scale, jitter above 0, got none.');
});
