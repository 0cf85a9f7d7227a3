/** What an install is doing. `total` is missing where the size is not known beforehand. */
export interface InstallProgress {
  readonly stage: 'download' | 'unpack' | 'compile';
  readonly what: string;
  /** Bytes so far. */
  readonly done: number;
  /** Bytes in all. */
  readonly total?: number;
}

export type OnProgress = (progress: InstallProgress) => void;
