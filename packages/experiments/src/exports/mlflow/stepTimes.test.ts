import {expect, it} from 'vitest';
import type {MetricsRow} from '../../run/runResult.ts';
import {stepTimes} from './stepTimes.ts';

const rows = [0, 1, 2].map(step => ({step}) as MetricsRow);

it('goes back from the end by the seconds of each step, the later line where there are two', () => {
  const timings = [
    {step: 1, fineTune: 9},
    {step: 1, fineTune: 2, removal: 1, evaluation: 0.5},
    {step: 2, check: 0.25}
  ];
  expect(stepTimes(rows, timings, 10_000)).toEqual([6250, 9750, 10_000]);
});

it('keeps rows in order where nobody took the time', () => {
  expect(stepTimes(rows, [], 10_000)).toEqual([9998, 9999, 10_000]);
});
