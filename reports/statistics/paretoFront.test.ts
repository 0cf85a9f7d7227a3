import {expect, it} from 'vitest';
import {paretoFront} from './paretoFront.ts';

const point = (x: number, value: number) => ({x, value});

it('keeps what nothing else beats, the smallest first', () => {
  const points = [point(3, 0.9), point(1, 0.5), point(2, 0.4), point(2, 0.7), point(4, 0.9)];
  expect(paretoFront(points)).toEqual([point(1, 0.5), point(2, 0.7), point(3, 0.9)]);
});

it('keeps everything where more size is always worth more, and one of equals', () => {
  const points = [point(2, 2), point(1, 1), point(3, 3)];
  expect(paretoFront(points)).toHaveLength(3);
  expect(paretoFront([point(1, 1), point(1, 1)])).toHaveLength(1);
  expect(paretoFront([])).toEqual([]);
});
