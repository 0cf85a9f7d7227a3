import {expect, test} from 'vitest';
import {digits, parseDigits} from './digits.ts';
import {openData} from './openData.ts';

test('1,797 digits: the last 360 are the test split, a tenth of the rest validation', async () => {
  const data = await openData('digits', {seed: 0});
  expect([data.train.size, data.validation.size, data.test.size]).toEqual([1293, 144, 360]);
  expect([data.shape, data.classes]).toEqual([[8, 8, 1], 10]);
});

test('the first line of the file is the first example, and batches divide its pixels by 16', async () => {
  const {x, y} = (await digits.read({})).train;
  expect([...x.subarray(0, 8), y[0]]).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0]);
  const batch = await (await openData('digits', {seed: 0})).test.batch([0, 1]);
  const sixteenths = Array.from(batch.x.dataSync(), value => value * 16);
  expect(sixteenths.every(value => Number.isInteger(value))).toBe(true);
  expect(Math.max(...sixteenths)).toBe(16);
  batch.x.dispose();
  batch.y.dispose();
});

test('a damaged line is named', () => {
  expect(() => parseDigits(`${'0,'.repeat(64)}3\n1,2\n`, 'digits.csv')).toThrow(
    'Expected line 2 of digits.csv to have 64 pixels from 0 to 16 and a digit, got "1,2".'
  );
});
