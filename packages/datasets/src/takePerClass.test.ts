import {tf} from '@espalier/backend';
import {describe, expect, it} from 'vitest';
import {openData} from './openData.ts';

await tf.setBackend('cpu');

const digits = (perClass?: {count: number; seed: number}) =>
  openData('digits', {train: 400, validation: 100, test: 50, seed: 0, perClass});

describe('perClass', () => {
  it('leaves as many training examples of each class, and validation and test alone', async () => {
    const [all, few] = [await digits(), await digits({count: 5, seed: 1})];
    const counts = Array.from({length: 10}, (_, label) => few.train.labels.filter(own => own === label).length);
    expect(counts).toEqual(Array<number>(10).fill(5));
    expect([...few.validation.labels]).toEqual([...all.validation.labels]);
    expect([...few.test.labels]).toEqual([...all.test.labels]);
  });

  it('draws by the seed, fewer of them among the more, and has a digest of its own for each', async () => {
    const pixels = async (set: Awaited<ReturnType<typeof digits>>) => {
      const {x, y} = await set.train.batch(Array.from({length: set.train.size}, (_, i) => i));
      const rows = (x.reshape([set.train.size, -1]).arraySync() as number[][]).map(row => row.join());
      tf.dispose([x, y]);
      return rows;
    };
    const [few, more, other] = await Promise.all([
      digits({count: 5, seed: 1}),
      digits({count: 10, seed: 1}),
      digits({count: 5, seed: 2})
    ]);
    const [own, larger, others] = await Promise.all([few, more, other].map(pixels));
    expect(own!.every(row => larger!.includes(row))).toBe(true);
    expect(others).not.toEqual(own);
    expect(new Set([few, more, other, await digits()].map(({sha256}) => sha256)).size).toBe(4);
  });

  it('refuses more than the smallest class has behind validation', async () => {
    await expect(digits({count: 99, seed: 0})).rejects.toThrow(
      /^Expected perClass to be at most \d+, the number of training examples of class \d of digits behind validation, got 99\.$/
    );
  });
});
