import {describe, expect, it} from 'vitest';
import {madeUpGrid} from '../../testing/madeUpGrid.ts';
import {judgeEffect} from './judgeEffect.ts';

const records = madeUpGrid();
const options = {
  of: 'testAccuracy',
  at: 'end',
  factors: [
    {setting: 'prune.lr', name: 'learning rate'},
    {setting: 'prune.flopsLambda', name: 'λ'},
    {setting: 'criterion', name: 'criterion'}
  ]
} as const;

describe('an effect', () => {
  it('is confirmed where the made-up runs have one, with its share of the variance', () => {
    const {verdict, found} = judgeEffect(records, {...options, effect: ['learning rate']});
    expect(verdict).toBe('confirmed');
    expect(found).toMatch(/^\d\d\.\d % of the variance, F = \d+\.\d with 2 degrees of freedom, p < 0\.001$/);
  });

  it('of several settings is their interaction, which may be none', () => {
    const {verdict, found, why} = judgeEffect(records, {...options, effect: ['λ', 'learning rate']});
    expect([verdict, why]).toEqual(['not decidable here', 'chance may do as much']);
    expect(found).toMatch(/^0\.\d % of the variance, F = \d\.\d with 2 degrees of freedom, p = 0\.\d{3}$/);
  });

  it('is nothing that two seeds decide', () => {
    const two = records.filter(({seed}) => seed < 2);
    expect(judgeEffect(two, {...options, effect: ['learning rate']}).why).toBe('fewer than 3 seeds');
  });

  it('refuses settings that do not vary', () => {
    expect(() => judgeEffect(records, {...options, effect: ['momentum']})).toThrow(
      'Expected effect to name factors that vary (learning rate, λ, criterion), got momentum.'
    );
  });
});
