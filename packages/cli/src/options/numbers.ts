import {UsageError} from '../errors/UsageError.ts';

/** Turns the text after a flag into its value, or throws a UsageError that names the flag. */
export type Parser<T> = (text: string) => T;

export function wholeNumber(flag: string, least: number): Parser<number> {
  const expected = `a whole number of at least ${least}`;
  return text => checked(flag, text, {expected, holds: value => Number.isSafeInteger(value) && value >= least});
}

export function positiveNumber(flag: string): Parser<number> {
  return text => checked(flag, text, {expected: 'a number above 0', holds: value => value > 0});
}

export function numberAtLeastZero(flag: string): Parser<number> {
  return text => checked(flag, text, {expected: 'a number of at least 0', holds: value => value >= 0});
}

/** A number in [0, 1). */
export function shareBelowOne(flag: string): Parser<number> {
  const expected = 'a number of at least 0 and below 1';
  return text => checked(flag, text, {expected, holds: value => value >= 0 && value < 1});
}

/** A number in [0, 1]. */
export function shareOfOne(flag: string): Parser<number> {
  return text => checked(flag, text, {expected: 'a number from 0 to 1', holds: value => value >= 0 && value <= 1});
}

/** `all`, or how many. */
export function exampleCount(flag: string): Parser<number | 'all'> {
  const expected = '"all" or a whole number of at least 1';
  return text =>
    text === 'all' ? text : checked(flag, text, {expected, holds: value => Number.isSafeInteger(value) && value >= 1});
}

/** `224,224,3`. */
export function inputShape(flag: string): Parser<readonly number[]> {
  return text => {
    const shape = text.split(',').map(Number);
    if (/^\d+(,\d+)*$/.test(text) && shape.every(size => size >= 1)) return shape;
    throw new UsageError(`Expected ${flag} to be a shape such as 224,224,3, got "${text}".`);
  };
}

interface Rule {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

function checked(flag: string, text: string, {expected, holds}: Rule): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && holds(value)) return value;
  throw new UsageError(`Expected ${flag} to be ${expected}, got "${text}".`);
}
