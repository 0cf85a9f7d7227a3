/** One move: what was seen, done, got, and seen then. */
export interface Transition {
  /** [PIXELS] */
  readonly seen: Uint8Array;
  readonly action: number;
  readonly reward: number;
  readonly isOver: boolean;
  /** [PIXELS]; means nothing where the game is over. */
  readonly next: Uint8Array;
}

/** The latest transitions, the oldest making room. */
export interface ReplayBuffer {
  readonly size: () => number;
  readonly add: (transition: Transition) => void;
  readonly get: (index: number) => Transition;
}

export function createReplayBuffer(capacity: number): ReplayBuffer {
  const kept: Transition[] = [];
  let added = 0;
  return {
    size: () => kept.length,
    add: transition => (kept[added++ % capacity] = transition),
    get: index => kept[index]!
  };
}
