import {PassThrough} from 'node:stream';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {createBoard} from './board.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function recorder(columns?: number) {
  const stream = Object.assign(new PassThrough(), {isTTY: columns !== undefined, columns, cursorTo: () => undefined});
  return {stream: stream as unknown as NodeJS.WriteStream, text: () => String(stream.read() ?? '')};
}

it('says once in a line what each of several pieces is at for longer than a moment', () => {
  const {stream, text} = recorder();
  const board = createBoard({stream, env: {}});
  for (let i = 0; i < 4; i++) {
    board.update('a', 'a: pruning', i, 10);
    board.update('b', 'b: training', i, 10);
    vi.advanceTimersByTime(600);
  }
  board.end('a');
  board.say('a: finished');
  expect(text()).toBe('a: pruning …\nb: training …\na: finished\n');
});

it('is silent when asked to be', () => {
  const {stream, text} = recorder();
  const board = createBoard({stream, quiet: true});
  board.total('0 of 2', 0, 2);
  board.say('done');
  expect(text()).toBe('');
});
