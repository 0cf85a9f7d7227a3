/** Something in a store that nobody needs. */
export interface Garbage {
  readonly kind: 'stage' | 'unfinished stage' | 'checkpoint' | 'submission' | 'index' | 'temporary file';
  readonly path: string;
  readonly bytes: number;
  /** Why nobody needs it. */
  readonly reason: string;
  /** False where somebody has begun to need it. */
  readonly remove: () => Promise<boolean>;
}

/** What was found, and what was passed over. */
export interface Found {
  readonly garbage: readonly Garbage[];
  /** Why something was kept that may be of no use, in sentences. */
  readonly kept: readonly string[];
}
