import {expect, it} from 'vitest';
import {peakActivationBytes} from './peakActivationBytes.ts';

const call = (node: string, activationBytes: number, ...inputs: string[]) => ({node, activationBytes, inputs});

it('holds what a chain reads and writes at once', () => {
  // 10 | 10 + 40 | 40 + 20 | 20 + 1
  expect(peakActivationBytes([call('in', 10), call('a', 40, 'in'), call('b', 20, 'a'), call('c', 1, 'b')], ['c'])).toBe(
    60
  );
});

it('holds a skipped branch until it is added', () => {
  // 10 | 10 + 40 | in stays for add: 10 + 40 + 20 | 10 + 20 + 10
  const calls = [call('in', 10), call('a', 40, 'in'), call('b', 20, 'a'), call('add', 10, 'in', 'b')];
  expect(peakActivationBytes(calls, ['add'])).toBe(70);
});

it('holds outputs to the end, frees what nobody reads, and takes the same input twice', () => {
  const calls = [call('in', 10), call('early', 5, 'in'), call('unread', 100, 'in'), call('twice', 10, 'in', 'in')];
  // 10 + 5 + 100 while `unread` is made; 10 + 5 + 10 after.
  expect(peakActivationBytes(calls, ['early', 'twice'])).toBe(115);
  expect(
    peakActivationBytes(
      calls.filter(({node}) => node !== 'unread'),
      ['early', 'twice']
    )
  ).toBe(25);
});
