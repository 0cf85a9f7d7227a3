import {createRandom} from '@espalier/core';
import {expect, it} from 'vitest';
import {draw, move, MOVES, newGame, PIXELS, SIDE, type CatchState} from './catchGame.ts';

/** Plays to the end by one rule. */
function play(start: CatchState, rule: (state: CatchState) => number): readonly number[] {
  const rewards: number[] = [];
  let state = start;
  for (let over = false; !over;) {
    const moved = move(state, rule(state));
    ({state, isOver: over} = moved);
    rewards.push(moved.reward);
  }
  return rewards;
}

const at: CatchState = {row: 0, column: 10, before: 10, drift: 1, paddle: 0};

it('pays at the end of a game alone, 1 for a ball that is caught and −1 for one that is not', () => {
  const zeros = Array<number>(MOVES - 1).fill(0);
  expect(play({...at, drift: 0, paddle: 8}, () => 1)).toEqual([...zeros, 1]);
  expect(play({...at, drift: 0, paddle: 7}, () => 1)).toEqual([...zeros, -1]);
});

it('turns a ball around at the walls and keeps the paddle on the court', () => {
  const columns: number[] = [];
  let state = at;
  for (let i = 0; i < 4; i++) columns.push((state = move(state, 0).state).column);
  expect(columns).toEqual([11, 10, 9, 8]);
  expect(state.paddle).toBe(0);
});

it('can be won from every start by who follows the ball', () => {
  const random = createRandom('games');
  const follow = ({column, paddle}: CatchState) => 1 + Math.sign(column - (paddle + 1));
  const wins = Array.from({length: 300}, () => play(newGame(random), follow).at(-1) === 1);
  // Following is a row late where the ball drifts away from a paddle at the far wall.
  expect(wins.filter(Boolean).length).toBeGreaterThan(0.8 * wins.length);
});

it('is seen as ball and paddle now, and the ball a row before', () => {
  const pixels = new Uint8Array(PIXELS);
  draw(move(at, 2).state, pixels);
  const lit = [...pixels.keys()].filter(i => pixels[i] === 1);
  const place = (row: number, column: number, frame: number) => (row * SIDE + column) * 2 + frame;
  const paddle = [1, 2, 3].map(column => place(SIDE - 1, column, 0));
  expect(lit).toEqual([place(0, 10, 1), place(1, 11, 0), ...paddle].sort((a, b) => a - b));
});
