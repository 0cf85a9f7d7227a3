import {expect, it} from 'vitest';
import {bytes, count, duration, fixed, mega, percent, significant} from './formatNumber.ts';

it('shows numbers as people read them', () => {
  expect([fixed(0.73126), fixed(null), fixed(NaN)]).toEqual(['0.7313', 'n/a', 'n/a']);
  expect([significant(0.0123456), significant(-1.5e-7), significant(0)]).toEqual(['0.01235', '-1.50e-7', '0']);
  expect([count(1234567), percent(0.6154), mega(2.812e6), mega(1.5e4)]).toEqual([
    '1,234,567',
    '61.5 %',
    '2.81',
    '0.015'
  ]);
  expect([duration(3.21), duration(200), duration(7_500)]).toEqual(['3.2 s', '3 min 20 s', '2 h 5 min']);
  expect([bytes(0), bytes(999), bytes(1_234_567_890)]).toEqual(['0 B', '999 B', '1.2 GB']);
});
