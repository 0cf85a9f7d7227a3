import type {LabeledExamples} from './labeledExamples.ts';

/** A data set, ready for training and scoring. */
export interface DataSet {
  /** Registered name, or the path as it was given. */
  readonly name: string;
  /**
   * Digest of the stored values and labels in use, with shape and scale; the seed of the validation split has no part
   * in it.
   */
  readonly sha256: string;
  /** Shape of one example, [height, width, channels] for images, after padding. */
  readonly shape: readonly number[];
  readonly classes: number;
  readonly classNames?: readonly string[];
  readonly train: LabeledExamples;
  readonly validation: LabeledExamples;
  readonly test: LabeledExamples;
  /** Something that a reader of results should know, in sentences. */
  readonly note?: string;
}
