import {join} from 'node:path';
import {DataError} from '../dataError.ts';
import type {DataSource, StoredImages} from '../dataSource.ts';
import {checkImages, type UnreadableImages} from '../images/checkImages.ts';
import {checkArchive, type ArchiveState} from './checkArchive.ts';

const SPLITS = ['train', 'validation', 'test'] as const;

export interface CheckedSplit {
  readonly split: string;
  readonly images: number;
  /** As published. */
  readonly expected?: number;
}

export interface DataCheck {
  readonly archives: readonly ({readonly file: string} & ArchiveState)[];
  /** What was unpacked; or why it cannot be read. */
  readonly splits?: readonly CheckedSplit[];
  readonly problem?: string;
  /** Where every image was decoded. */
  readonly unreadable?: UnreadableImages;
  /** Everything that is there is as published, and there is something. */
  readonly ok: boolean;
}

export interface VerifyOptions {
  /** Decodes every image, too. */
  readonly decode?: boolean;
  readonly onArchive?: (file: string) => void;
  readonly onImage?: (images: number, of: number) => void;
}

/**
 * Compares the archives in a folder with the published sizes and checksums, and what is unpacked there with the
 * published numbers of images. An archive that is absent is no fault where its contents are there.
 */
export async function verifyData(
  source: DataSource<unknown>,
  folder: string,
  {decode = false, onArchive, onImage}: VerifyOptions = {}
): Promise<DataCheck> {
  const {name, official} = source;
  if (!official) throw new DataError(`Expected a data set that is published in archives, got ${name}.`);
  const archives: DataCheck['archives'][number][] = [];
  for (const archive of official.archives) {
    onArchive?.(archive.file);
    archives.push({file: archive.file, ...(await checkArchive(join(folder, archive.file), archive))});
  }
  const stored = await source.read({dataDir: folder}).catch((cause: unknown) => {
    if (cause instanceof DataError) return cause.message;
    throw cause;
  });
  const archivesFit = archives.every(({state}) => state !== 'differs');
  if (typeof stored === 'string') return {archives, problem: stored, ok: false};
  if (!isImages(stored)) return {archives, ok: archivesFit};
  const splits = SPLITS.filter(split => stored[split] !== undefined).map(split => ({
    split,
    images: stored[split]!.length,
    expected: official.counts[split]
  }));
  const unreadable = decode
    ? await checkImages(
        SPLITS.flatMap(split => stored[split] ?? []),
        onImage
      )
    : undefined;
  const complete = splits.every(({images: got, expected}) => expected === undefined || got === expected);
  return {archives, splits, unreadable, ok: archivesFit && complete && (unreadable?.count ?? 0) === 0};
}

function isImages(stored: unknown): stored is StoredImages {
  return typeof stored === 'object' && stored !== null && 'kind' in stored && stored.kind === 'images';
}
