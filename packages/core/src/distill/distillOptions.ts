/** How a network that is pruned learns from the unpruned one while it is fine-tuned. */
export interface DistillOptions {
  /** T, by which the logits of both are divided; 4 by default. */
  readonly temperature?: number;
  /** Share of the teacher's soft targets in the loss of the logits, in [0, 1]; 0.5 by default. The task's loss has the rest. */
  readonly weight?: number;
  readonly features?: FeatureOptions;
}

/** Feature maps that are held against the teacher's, on the channels that are left. */
export interface FeatureOptions {
  /** Layers by name or pattern (`block1*`). */
  readonly layers: readonly string[];
  /** Of the mean over the layers of the error over the teacher's mean square, on top of what the logits cost. */
  readonly weight: number;
}
