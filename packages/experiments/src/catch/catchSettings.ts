/**
 * What the study of pixel Catch does. The rate of training lies between two that were tried on validation games of seed 0, 0.001
 * and 0.003; that of pruning was not tuned.
 */
export const CATCH_SETTINGS = {
  train: {updates: 2500, optimizer: 'adamw', lr: 2e-3, batchSize: 32},
  prune: {updates: 20, unitsPerStep: 6, lr: 1e-3, batchSize: 32, until: {flops: 0.1}},
  milestones: {flops: [0.5, 0.25, 0.1], updates: 150},
  play: {discount: 0.95, exploration: 0.1, games: 16, capacity: 8000, targetEvery: 100},
  /** Games of an evaluation, the same for all networks of a seed. */
  games: 1000
} as const;

export type CatchSettings = {
  readonly [Section in keyof typeof CATCH_SETTINGS]: Widened<(typeof CATCH_SETTINGS)[Section]>;
};

type Widened<T> = T extends number
  ? number
  : T extends readonly number[]
    ? readonly number[]
    : T extends string
      ? T
      : {readonly [Key in keyof T]: Widened<T[Key]>};
