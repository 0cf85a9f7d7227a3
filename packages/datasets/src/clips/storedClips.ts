import type {ClipFile} from './clipFile.ts';

/** A data set of clips, which stay where they are until a batch asks for them. */
export interface StoredClips {
  readonly kind: 'clips';
  readonly name: string;
  /** All clips are in it; the digest has their paths below it. */
  readonly folder: string;
  readonly classes: number;
  readonly classNames: readonly string[];
  readonly train: readonly ClipFile[];
  readonly test: readonly ClipFile[];
  /** 1 (grey) or 3 (RGB). */
  readonly channels: 1 | 3;
  /** Frames of a clip. */
  readonly frames: number;
  /** Frames of one of the parts that a network reads one after the other. */
  readonly framesAPart: number;
  /** Height and width of examples unless asked for otherwise, in pixels. */
  readonly size: number;
  readonly note?: string;
}
