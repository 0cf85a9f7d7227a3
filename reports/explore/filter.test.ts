import {describe, expect, it} from 'vitest';
import type {SettledRow} from './documents.ts';
import {matches, parseFilter, unknownKeys} from './filter.ts';

const row: SettledRow = {
  ...{
    sweep: 'study',
    id: 'taylor-s2-0a1b',
    status: 'finished',
    seed: 2,
    attempts: 1,
    begun: '2026-01-02T03:04:05.000Z'
  },
  point: {'prune.criterion': 'taylor', 'prune.lr': 0.001, 'prune.units': ['dense', 'convolution']},
  ...{testAccuracy: 0.91, flops: 0.3}
};

const fits = (filter: string, run = row) => matches(run, parseFilter(filter));

describe('a filter', () => {
  it('looks for words anywhere, in any case', () => {
    for (const word of ['', '  ', 'TAYLOR', 'study/taylor', 'lr=0.001 finished', 'dense'])
      expect(fits(word)).toBe(true);
    for (const word of ['obd', 'taylor obd', '"lr=0.001 finished"']) expect(fits(word)).toBe(false);
    expect(fits('memory', {...row, error: 'out of Memory'})).toBe(true);
  });

  it('compares keys by their name or its end', () => {
    for (const condition of [
      'prune.criterion=taylor',
      'criterion=taylor',
      'lr=1e-3',
      'lr=0.001',
      'seed=2',
      'status=finished'
    ])
      expect([condition, fits(condition)]).toEqual([condition, true]);
    for (const condition of ['criterion=tay', 'rion=taylor', 'lr=0.01', 'lr!=0.001', 'seed=22', 'nothing=1'])
      expect([condition, fits(condition)]).toEqual([condition, false]);
  });

  it('knows or, any, absent, and all sides of a number', () => {
    for (const condition of [
      'criterion=obd,taylor',
      'criterion=tay*',
      'run=*-s2-*',
      'nothing=',
      'nothing!=1',
      'criterion!=obd'
    ])
      expect([condition, fits(condition)]).toEqual([condition, true]);
    for (const condition of ['seed<2', 'seed>2', 'testAccuracy>0.95', 'flops<=0.29', 'nothing>0', 'seed>'])
      expect([condition, fits(condition)]).toEqual([condition, false]);
    for (const condition of [
      'seed<=2',
      'seed>=2',
      'testAccuracy>0.9 flops<0.31',
      'begun>2026-01-02',
      'begun<2026-01-03'
    ])
      expect([condition, fits(condition)]).toEqual([condition, true]);
  });

  it('takes every text as text', () => {
    for (const text of ['(', '[a-', 'criterion=(', 'criterion=.*', '"', '<script>', '\\', '*', '=', 'a=b=c'])
      expect(() => fits(text)).not.toThrow();
    expect(fits('criterion=tay.or')).toBe(false);
    expect(parseFilter('"two words" a="b c"')).toEqual([{text: 'two words'}, {key: 'a', operator: '=', value: 'b c'}]);
  });

  it('tells keys that no run has', () => {
    expect(unknownKeys(parseFilter('lr=1 wrong=2 seed=3 conv'), [row])).toEqual(['wrong']);
  });
});
