import type {Criterion} from '@espalier/core';

/** One property that a criterion must have. `check` throws an error with the numbers where it has not. */
export interface Law {
  /** The law as a sentence. */
  readonly law: string;
  /** Whether it binds this criterion; all by default. */
  readonly binds?: (criterion: Criterion) => boolean;
  readonly check: (criterion: Criterion) => Promise<void>;
}
