import type {tf} from '@espalier/backend';

/** One minibatch. The receiver disposes its tensors. */
export interface Batch {
  /** Examples, [batch, …input shape], float32. */
  readonly x: tf.Tensor;
  /** Values for the further inputs of a network that has several, in its order. */
  readonly more?: readonly tf.Tensor[];
  /** One row of class probabilities an example, usually one-hot: [batch, classes], float32. */
  readonly y: tf.Tensor2D;
}

/** Names the random draws of one training batch, so that the same batch can be made again at any time. */
export interface Draw {
  readonly seed: number;
  /** Number of the update. */
  readonly update: number;
}

/**
 * Examples that can be read in any order. Everything in the pruning engine takes its data in this form; where the
 * examples come from is the business of `@espalier/datasets`.
 */
export interface Examples {
  readonly size: number;
  /** Shape of one example, without the batch axis. */
  readonly shape: readonly number[];
  readonly classes: number;
  /**
   * The examples at `indices`, in that order. Indices may repeat. With a draw they are for training and may be varied at
   * random (cropped, mirrored), the same for the same draw; without, they are what is evaluated.
   */
  batch(indices: readonly number[], draw?: Draw): Batch | Promise<Batch>;
  /** Told which batch is asked for next, so that it can be made ready meanwhile. */
  prefetch?(indices: readonly number[]): void;
}
