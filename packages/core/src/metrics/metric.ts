/** What a network made of a data set: what a metric is computed of. */
export interface Outcomes {
  readonly classes: number;
  /** Class of each example: the largest entry of its label. */
  readonly labels: Int32Array;
  /** Class that the network gives each example: its largest logit. */
  readonly predicted: Int32Array;
  /** Softmax of the logits, row by row: [examples, classes]. */
  readonly probabilities: Float32Array;
  /** Class that the unpruned network gives each example, where a metric compares with it. */
  readonly reference?: Int32Array;
}

/** One number for all examples together; null where there is no such number for them. */
export type Metric = (outcomes: Outcomes) => number | null;
