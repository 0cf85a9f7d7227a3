/** What removing a unit may save. */
export const COST_QUANTITIES = ['flops', 'memory', 'latency'] as const;

export type CostQuantity = (typeof COST_QUANTITIES)[number];

/** How what a unit costs counts in a ranking: taken away from its score λ times, or as divisor of its score. */
export type CostTerm = {readonly how: 'penalty'; readonly lambda: number} | {readonly how: 'ratio'};

/** A cost of units in a ranking: what the whole network saves without a unit, relative to the mean unit. */
export type Cost = CostTerm & {
  readonly of: CostQuantity;
  /** Of latency, which is measured beforehand and stays as it is: for a unit of each group, in the order of groups. */
  readonly milliseconds?: readonly number[];
};
