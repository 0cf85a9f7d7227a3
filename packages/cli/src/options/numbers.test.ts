import {expect, it} from 'vitest';
import {exampleCount, inputShape, numberAtLeastZero, positiveNumber, shareBelowOne, wholeNumber} from './numbers.ts';

it('takes numbers in their range', () => {
  expect(wholeNumber('--step', 1)('8')).toBe(8);
  expect(positiveNumber('--lr')('1e-4')).toBe(1e-4);
  expect(numberAtLeastZero('--flops-lambda')('0')).toBe(0);
  expect(shareBelowOne('--momentum')('0.9')).toBe(0.9);
  expect([exampleCount('--examples')('all'), exampleCount('--examples')('12')]).toEqual(['all', 12]);
  expect(inputShape('--input')('224,224,3')).toEqual([224, 224, 3]);
});

it('names the flag, what is expected, and what it got', () => {
  expect(() => wholeNumber('--step', 1)('1.5')).toThrow(
    'Expected --step to be a whole number of at least 1, got "1.5".'
  );
  expect(() => wholeNumber('--step', 1)('')).toThrow('got "".');
  expect(() => positiveNumber('--lr')('abc')).toThrow('Expected --lr to be a number above 0, got "abc".');
  expect(() => positiveNumber('--lr')('Infinity')).toThrow('Expected --lr to be a number above 0, got "Infinity".');
  expect(() => numberAtLeastZero('--x')('-1')).toThrow('Expected --x to be a number of at least 0, got "-1".');
  expect(() => shareBelowOne('--momentum')('1')).toThrow(
    'Expected --momentum to be a number of at least 0 and below 1, got "1".'
  );
  expect(() => exampleCount('--examples')('0')).toThrow(
    'Expected --examples to be "all" or a whole number of at least 1, got "0".'
  );
  expect(() => inputShape('--input')('3x3')).toThrow('Expected --input to be a shape such as 224,224,3, got "3x3".');
});
