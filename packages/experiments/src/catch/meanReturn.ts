import {createRandom, type Network} from '@espalier/core';
import {draw, move, MOVES, newGame, PIXELS} from './catchGame.ts';
import {bestAction, qValues} from './qValues.ts';

/** Mean return, from −1 to 1, of `games` games that a seed names, played by the best action everywhere. */
export function meanReturn(network: Network, {games, seed}: {readonly games: number; readonly seed: string}): number {
  const random = createRandom(`${seed}/games`);
  let states = Array.from({length: games}, () => newGame(random));
  const pixels = new Float32Array(games * PIXELS);
  let sum = 0;
  for (let step = 0; step < MOVES; step++) {
    states.forEach((state, i) => draw(state, pixels.subarray(i * PIXELS, (i + 1) * PIXELS)));
    const values = qValues(network, pixels);
    const moved = states.map((state, i) => move(state, bestAction(values, i)));
    states = moved.map(({state}) => state);
    for (const {reward} of moved) sum += reward;
  }
  return sum / games;
}
