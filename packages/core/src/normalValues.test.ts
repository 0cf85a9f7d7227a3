import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import {normalValues} from './normalValues.ts';

const large = 2 ** 21 + 1;

it('are normal, few and many', () => {
  for (const size of [100_000, large]) {
    const values = normalValues('7/dense/kernel', {size, deviation: 2});
    expect(values).toHaveLength(size);
    const mean = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0) / size;
    expect(Math.abs(mean(value => value))).toBeLessThan(0.02);
    expect(Math.abs(mean(value => value ** 2) / 4 - 1)).toBeLessThan(0.02);
    // Shares within 1 and beyond 2 standard deviations.
    const share = (test: (z: number) => boolean) => values.filter(value => test(Math.abs(value) / 2)).length / size;
    expect(Math.abs(share(z => z < 1) - 0.6827)).toBeLessThan(0.005);
    expect(Math.abs(share(z => z > 2) - 0.0455)).toBeLessThan(0.003);
  }
});

it('are the same for the same seed', () => {
  for (const size of [100, large]) {
    const draw = (seed: string) => Buffer.from(normalValues(seed, {size, deviation: 1}).buffer);
    expect(draw('a').equals(draw('a'))).toBe(true);
    expect(draw('a').equals(draw('b'))).toBe(false);
  }
});

it('keep their bytes from version to version, so that runs of untrained networks can be repeated', () => {
  const digest = (size: number) =>
    createHash('sha256')
      .update(normalValues('0/conv1/kernel', {size, deviation: 0.1}))
      .digest('hex')
      .slice(0, 16);
  expect([digest(1000), digest(large)]).toMatchInlineSnapshot(`
    [
      "ab7565dc6372b777",
      "fdb69511120100c5",
    ]
  `);
});
