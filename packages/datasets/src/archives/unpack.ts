import {DataError} from '../dataError.ts';
import {reasonOf} from '../images/decodeImage.ts';
import {unpackTar} from './unpackTar.ts';
import {unpackZip} from './unpackZip.ts';

export interface UnpackOptions {
  readonly file: string;
  readonly folder: string;
  /** A tar of tars. */
  readonly nested?: boolean;
  readonly signal?: AbortSignal;
  /** Told how many files are done. */
  readonly onFile?: (files: number) => void;
}

export interface Unpacked {
  readonly written: number;
  /** Files that were there already. */
  readonly kept: number;
}

/**
 * Unpacks a tar, tar.gz or zip file. Nothing is written outside the folder, links are refused, files that are there in
 * the right size are left alone, and each file appears whole or not at all; so it can be stopped and gone on with.
 *
 * Throws a DataError that names the archive.
 */
export async function unpack(options: UnpackOptions): Promise<Unpacked> {
  const {file, signal} = options;
  try {
    return await (file.toLowerCase().endsWith('.zip') ? unpackZip(options) : unpackTar(options));
  } catch (cause) {
    if (cause instanceof DataError || signal?.aborted) throw cause;
    throw new DataError(
      `Expected ${file} to be a whole archive, got one that cannot be unpacked: ${reasonOf(cause)}.`,
      {
        cause
      }
    );
  }
}
