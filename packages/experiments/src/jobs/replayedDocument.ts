type Pair = Readonly<Record<'before' | 'after', number>>;

/** `replay --json`. */
export interface ReplayedDocument {
  readonly format: 'espalier.replayed/1';
  readonly espalier: string;
  /** The model that was pruned again. */
  readonly model: {readonly sha256: string};
  readonly steps: number;
  /** What was done: cuts and fine-tuning as the pruning had them, or only the cuts where there is no `config.yaml`. */
  readonly replayed: 'pruning' | 'cuts';
  readonly units: Pair;
  readonly parameters: Pair;
  readonly flops: Pair;
  /** Of the model that was written. */
  readonly sha256: string;
  /** Whether the model beside the log is the same bytes; null where there is none, or where only cuts were replayed. */
  readonly same: boolean | null;
}
