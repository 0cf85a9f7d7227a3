import {tf} from '@espalier/backend';
import {cloneNetwork, createRandom, disposeNetwork, type Batch, type Examples, type Network} from '@espalier/core';
import {ACTIONS, draw, move, newGame, PIXELS, SHAPE} from './catchGame.ts';
import {bestAction, qValues} from './qValues.ts';
import {createReplayBuffer, type Transition} from './replayBuffer.ts';

export interface PlayOptions {
  readonly seed: string;
  /** Share of moves by chance at an update. */
  readonly exploration: (update: number) => number;
  /** Games that go on beside each other; each moves once an update. */
  readonly games?: number;
  /** Transitions that are remembered. */
  readonly capacity?: number;
  /** Updates between two looks of the targets at the network. */
  readonly targetEvery?: number;
  /** Worth of a reward a move later. */
  readonly discount?: number;
}

/** Examples that come from play; to be disposed. */
export interface PlayedExamples extends Examples {
  dispose(): void;
}

/**
 * Minibatches for a Q-network that learns while it plays: each training batch lets the network, as it is at that moment,
 * make one move in every game, and then draws from all moves that are remembered. Their targets come from a copy of the
 * network that is renewed every so often, whatever has been removed from it by then. For `tdLoss`, which reads y so.
 *
 * A batch without a draw has the moves at its indices. The order of batches matters here: they cannot be made again.
 */
export function playExamples(network: Network, options: PlayOptions): PlayedExamples {
  const {seed, exploration, games = 16, capacity = 8000, targetEvery = 200, discount = 0.95} = options;
  const random = createRandom(`${seed}/play`);
  const buffer = createReplayBuffer(capacity);
  let states = Array.from({length: games}, () => newGame(random));
  let target = cloneNetwork(network);

  /** One move in every game, by the network or by chance. */
  const play = (chance: number) => {
    const seen = states.map(drawn);
    const values = chance < 1 ? qValues(network, joined(seen)) : undefined;
    states = states.map((state, i) => {
      const byChance = random.uniform() < chance;
      const action = byChance || !values ? Math.floor(random.uniform() * ACTIONS) : bestAction(values, i);
      const {state: next, reward, isOver} = move(state, action);
      buffer.add({seen: seen[i]!, action, reward, isOver, next: drawn(next)});
      return isOver ? newGame(random) : next;
    });
  };
  const batchOf = (transitions: readonly Transition[]): Batch => {
    const later = qValues(target, joined(transitions.map(({next}) => next)));
    const y = transitions.flatMap(({action, reward, isOver}, i) => {
      const future = isOver ? 0 : discount * later[i * ACTIONS + bestAction(later, i)]!;
      return [action, reward + future];
    });
    const {length} = transitions;
    return {
      x: tf.tensor(joined(transitions.map(({seen}) => seen)), [length, ...SHAPE]),
      y: tf.tensor2d(y, [length, 2])
    };
  };

  // Enough to begin with, from all over the court.
  while (buffer.size() < Math.min(capacity, 1000)) play(1);
  return {
    size: capacity,
    shape: SHAPE,
    classes: ACTIONS,
    batch(indices, atUpdate) {
      if (!atUpdate) return batchOf(indices.map(index => buffer.get(index % buffer.size())));
      if (atUpdate.update % targetEvery === 0) {
        disposeNetwork(target);
        target = cloneNetwork(network);
      }
      play(exploration(atUpdate.update));
      return batchOf(indices.map(() => buffer.get(Math.floor(random.uniform() * buffer.size()))));
    },
    dispose: () => disposeNetwork(target)
  };
}

/** Pictures after each other. */
function joined(pictures: readonly Uint8Array[]): Float32Array {
  const pixels = new Float32Array(pictures.length * PIXELS);
  pictures.forEach((picture, i) => pixels.set(picture, i * PIXELS));
  return pixels;
}

function drawn(state: Parameters<typeof draw>[0]): Uint8Array {
  const pixels = new Uint8Array(PIXELS);
  draw(state, pixels);
  return pixels;
}
