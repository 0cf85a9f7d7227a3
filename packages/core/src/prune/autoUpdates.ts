/** Fine-tuning between removals that ends where it is no longer worth its updates. */
export interface AutoUpdates {
  /** What an update costs: the share of the training loss before the removal that it has to take off. */
  readonly cost: number;
}

/** What fine-tuning has come to so far: plain data, which checkpoints keep. */
export interface Tuned {
  /** Updates so far. */
  readonly updates: number;
  /** Training loss in front of the last removal. */
  readonly level: number;
}

/** Watches the fine-tuning in front of one removal. */
export interface TuningRule {
  /** Takes the training loss of an update; with true it was the last. */
  readonly enough: (loss: number) => boolean;
  /** Updates that it has seen. */
  readonly updates: () => number;
  /** What fine-tuning came to, for the rule of the next removal. */
  readonly tuned: () => Tuned;
}

/**
 * Ends fine-tuning between two removals as soon as an update is not expected to buy what it costs. All that it asks is the loss
 * of the minibatches since the last removal, which fine-tuning has anyway: no further passes, no other data, no draws.
 *
 * The later half of these losses has the mean L, the earlier half E; L₀ is what L was in front of the removal. After t of at
 * most T updates the next one is expected to buy the smaller of
 *
 * - the recovery rate, (E − L) / (t / 2): how fast the loss has been falling, and
 * - what is left to recover over the updates that are left, (L − L₀) / (T − t).
 *
 * Fine-tuning ends when that is below `cost` · L₀. Halves rather than the last minibatches, since the loss of one differs from
 * that of the next by more than an update recovers. At least a third of T (and two) are done, because they are what the
 * ranking is measured on, and no more in front of the first removal, where there is nothing to recover.
 *
 * None where it is not asked for, or nothing is fine-tuned. Ours; what it saves and costs is measured in reports/findings/updates-tradeoff.
 */
export function createTuningRule(
  options: AutoUpdates | undefined,
  most: number,
  before?: Tuned
): TuningRule | undefined {
  if (!options || most === 0) return undefined;
  const {cost} = options;
  const losses: number[] = [];
  const fewest = Math.max(2, Math.ceil(most / 3));
  const laterHalf = () => mean(losses.slice(Math.floor(losses.length / 2)));
  const gain = (level: number): number => {
    const done = losses.length;
    const later = laterHalf();
    const rate = (mean(losses.slice(0, Math.floor(done / 2))) - later) / (done / 2);
    return Math.min(rate, (later - level) / (most - done));
  };
  return {
    enough: loss => {
      losses.push(loss);
      if (losses.length < fewest || losses.length >= most) return false;
      return before === undefined || gain(before.level) < cost * before.level;
    },
    updates: () => losses.length,
    tuned: () => ({updates: (before?.updates ?? 0) + losses.length, level: laterHalf()})
  };
}

/** Updates in front of the last removal, and of all before it. */
export function updatesSoFar({step, tuned}: {readonly step: number; readonly tuned?: Tuned}, updates: number): number {
  return tuned?.updates ?? step * updates;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
