import type {OfficialData} from './archives/archive.ts';
import {DataError} from './dataError.ts';
import type {LabeledFile} from './formats/imageFolderFiles.ts';
import type {ImageReading} from './images/streamImages.ts';

/** One split as it is stored: values [n, …shape], row-major, and class indices [n]. */
export interface StoredSplit {
  readonly x: Uint8Array | Float32Array;
  readonly y: Int32Array;
  /** Steps of each sequence, where behind them are zeros up to the longest; all have as many as their shape unless given. */
  readonly lengths?: Int32Array;
  /** Values for the further inputs of a network that has several, in the order of the data's `more`. */
  readonly more?: readonly (Uint8Array | Float32Array)[];
}

/** A further input of a network that has several. */
export interface StoredInput {
  readonly name: string;
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly divisor: number;
}

/** Everything of a data set before counts, validation split and padding are applied. */
export interface StoredData {
  readonly name: string;
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** The labels say only that there are this many classes at least. */
  readonly openClasses?: boolean;
  readonly classNames?: readonly string[];
  /** Stored values are divided by it to make the network's input. */
  readonly divisor: number;
  /** Each value is standardised by the training examples that are used. */
  readonly standardize?: true;
  /** Further inputs that were asked for. */
  readonly more?: readonly StoredInput[];
  readonly train: StoredSplit;
  /** Given by the data; otherwise it is split off train. */
  readonly validation?: StoredSplit;
  readonly test: StoredSplit;
  readonly note?: string;
}

/** A data set of image files, which stay where they are until a batch asks for them. */
export interface StoredImages {
  readonly kind: 'images';
  readonly name: string;
  /** All files are in it; the digest has their paths below it. */
  readonly folder: string;
  readonly classes: number;
  readonly classNames: readonly string[];
  readonly train: readonly LabeledFile[];
  /** Given by the data; otherwise it is split off train. */
  readonly validation?: readonly LabeledFile[];
  readonly test: readonly LabeledFile[];
  /** Height and width of examples unless asked for otherwise, in pixels. */
  readonly size: number;
  /** What a file shows: a picture unless said; few enough to be kept in memory where it is a cut-out object. */
  readonly reading?: ImageReading;
  readonly note?: string;
}

export interface SourceOptions {
  /** Where archives that the user has are looked for. */
  readonly dataDir?: string;
  /** Counts asked for. A source may give more (the first ones are taken), and gives what there is when it has less. */
  readonly train?: number;
  readonly test?: number;
  /** Of sequences: how many steps each is resampled to. */
  readonly steps?: number;
}

/** A data set with a name; of image files where it says so. */
export interface DataSource<Stored = StoredData> {
  readonly name: string;
  /** One line: what it shows, its size, its shape. */
  readonly summary: string;
  readonly license: string;
  /** Its examples are sequences, which can be resampled. */
  readonly sequences?: true;
  /** Archives that it is published in, where it does not come with a package. */
  readonly official?: OfficialData;
  read(options: SourceOptions): Promise<Stored>;
}

/** Throws unless `asked` (when given) is a positive whole number of at most `available`. */
export function checkCount(asked: number | undefined, available: number, what: string): void {
  if (asked === undefined) return;
  if (!Number.isInteger(asked) || asked < 1) {
    throw new DataError(`Expected the number of ${what} to be a positive whole number, got ${asked}.`);
  }
  if (asked > available) {
    throw new DataError(
      `Expected the number of ${what} to be at most ${available}, which is all there are, got ${asked}.`
    );
  }
}
