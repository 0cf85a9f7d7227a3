import {PassThrough} from 'node:stream';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {createProgress, isAnimated} from './progress.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function recorder() {
  const stream = new PassThrough();
  return {stream: stream as unknown as NodeJS.WriteStream, text: () => String(stream.read() ?? '')};
}

it('is animated on a terminal alone, and neither in CI nor on a dumb one', () => {
  expect(isAnimated({isTTY: true}, {})).toBe(true);
  expect(isAnimated({isTTY: true}, {CI: 'true'})).toBe(false);
  expect(isAnimated({isTTY: true}, {CI: 'false'})).toBe(true);
  expect(isAnimated({isTTY: true}, {TERM: 'dumb'})).toBe(false);
  expect(isAnimated({isTTY: false}, {})).toBe(false);
});

it('says once in a line what takes longer than a moment', () => {
  const {stream, text} = recorder();
  const progress = createProgress({stream, env: {}});
  progress.update('Scoring', 0, 10);
  vi.advanceTimersByTime(1_100);
  progress.update('Scoring', 5, 10);
  progress.update('Scoring', 6, 10);
  progress.update('Pruning', 0, 10);
  progress.say('done');
  expect(text()).toBe('Scoring …\ndone\n');
});

it('is silent when asked to be', () => {
  const {stream, text} = recorder();
  const progress = createProgress({stream, quiet: true});
  progress.say('done');
  expect(text()).toBe('');
});
