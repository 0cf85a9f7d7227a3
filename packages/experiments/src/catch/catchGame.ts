import type {Random} from '@espalier/core';

/** Pixels a side of the court. */
export const SIDE = 12;

/** Pixels of the paddle, in the lowest row. */
const PADDLE = 3;

/** What a network sees: the court now, and where the ball was a moment ago. */
export const SHAPE = [SIDE, SIDE, 2];
export const PIXELS = SIDE * SIDE * 2;

/** Left, stay, right. */
export const ACTIONS = 3;

/** Moves of a game: one for each row that the ball falls. */
export const MOVES = SIDE - 1;

/** A ball on its way down, and the paddle. */
export interface CatchState {
  readonly row: number;
  readonly column: number;
  /** Where the ball was a row before. */
  readonly before: number;
  /** Columns that the ball moves a row; it turns around at the walls. */
  readonly drift: number;
  /** Left end of the paddle. */
  readonly paddle: number;
}

/** A ball in the highest row that drifts one way, the other or neither, above a paddle anywhere. */
export function newGame(random: Random): CatchState {
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  const column = below(SIDE);
  return {row: 0, column, before: column, drift: below(3) - 1, paddle: below(SIDE - PADDLE + 1)};
}

export interface Moved {
  readonly state: CatchState;
  /** At the end of a game 1 where the ball is caught, else −1; 0 before. */
  readonly reward: number;
  readonly isOver: boolean;
}

/** The ball falls by a row while the paddle moves by `action` − 1 columns. */
export function move({row, column, drift, paddle}: CatchState, action: number): Moved {
  const turned = column + drift < 0 || column + drift >= SIDE ? -drift : drift;
  const state = {
    row: row + 1,
    column: column + turned,
    before: column,
    drift: turned,
    paddle: Math.min(SIDE - PADDLE, Math.max(0, paddle + action - 1))
  };
  const isOver = state.row === MOVES;
  const isCaught = state.column >= state.paddle && state.column < state.paddle + PADDLE;
  return {state, reward: isOver ? (isCaught ? 1 : -1) : 0, isOver};
}

/** Draws a state: [SIDE, SIDE, 2], row-major, ball and paddle 1, all else 0. */
export function draw({row, column, before, paddle}: CatchState, pixels: Uint8Array | Float32Array): void {
  pixels.fill(0);
  const set = (y: number, x: number, frame: number) => (pixels[(y * SIDE + x) * 2 + frame] = 1);
  set(row, column, 0);
  for (let i = 0; i < PADDLE; i++) set(SIDE - 1, paddle + i, 0);
  if (row > 0) set(row - 1, before, 1);
}
