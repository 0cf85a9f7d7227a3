/** What the study of pixel Catch does. Both learning rates are those that `node scripts/catch.mjs --rates` chose. */
export const CATCH_SETTINGS = {
  train: {updates: 2500, optimizer: 'adamw', lr: 1e-3, batchSize: 32},
  prune: {updates: 40, unitsPerStep: 6, lr: 2.5e-4, batchSize: 32, until: {flops: 0.1}},
  milestones: {flops: [0.5, 0.25, 0.1], updates: 150},
  play: {discount: 0.95, exploration: 0.1, games: 16, capacity: 8000, targetEvery: 100},
  /** Games of an evaluation, the same for all networks of a seed. */
  games: 1000
} as const;

/**
 * What rates are chosen from, and how far networks are pruned for that. The rate of pruning in `settings` is the one beside
 * which rates of training are tried.
 */
export const CATCH_RATES = {
  rates: {train: [5e-4, 1e-3, 2e-3, 4e-3, 8e-3], prune: [2.5e-4, 5e-4, 1e-3, 2e-3, 4e-3]},
  settings: {
    ...CATCH_SETTINGS,
    prune: {...CATCH_SETTINGS.prune, lr: 1e-3, until: {flops: 0.5}},
    milestones: {...CATCH_SETTINGS.milestones, flops: [0.5]}
  }
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
