import zlib from 'node:zlib';
import {unzipSync, type UnzipFileInfo} from 'fflate';
import {DataError} from '../dataError.ts';
import {zipChecksums} from './zipChecksums.ts';

const LARGEST_ARRAY = 2 ** 32 - 1; // bytes; what one typed array can hold on every supported Node
const DEFLATE_LIMIT = 1032; // no deflate stream expands further (zlib's technical notes)

export interface UnzipOptions {
  /** Of the archive, for messages. */
  readonly file: string;
  /** What the archive should be: `.npz`. */
  readonly kind: string;
  /** Names of the members to unpack, or which; others are left alone. */
  readonly wanted: readonly string[] | ((name: string) => boolean);
  /** Bytes that one of them may unpack to, where less than deflate allows; archives may be made to explode. */
  readonly largest?: number;
}

/**
 * The wanted members of a zip archive by name, those that it has. Nothing is written, claims of impossible sizes are
 * refused before memory is taken, and checksums are verified.
 *
 * Throws a DataError that names the file, and the member where there is one.
 */
export function unzipMembers(
  bytes: Uint8Array,
  {file, kind, wanted, largest = LARGEST_ARRAY}: UnzipOptions
): Readonly<Record<string, Uint8Array>> {
  try {
    const checksums = zipChecksums(bytes);
    const isWanted = typeof wanted === 'function' ? wanted : (name: string) => wanted.includes(name);
    let seen = 0;
    const members = unzipSync(bytes, {
      filter(member) {
        // A damaged record can claim billions of members.
        if (++seen > checksums.size) throw new RangeError(`more than its ${checksums.size} members`);
        if (!isWanted(member.name)) return false;
        checkSize(member, Math.min(LARGEST_ARRAY, largest), file);
        return true;
      }
    });
    for (const [name, data] of Object.entries(members)) checkSum(data, checksums.get(name), `${name} of ${file}`);
    return members;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(
      `Expected ${file} to be a whole ${kind} (zip) file, got one that cannot be unpacked: ${reason}.`,
      {cause}
    );
  }
}

function checkSize({name, size, originalSize}: UnzipFileInfo, largest: number, file: string): void {
  const limit = Math.min(largest, size * DEFLATE_LIMIT);
  if (originalSize > limit) {
    throw new DataError(
      `Expected ${name} of ${file} to unpack to at most ${limit} bytes, got a claim of ${originalSize}.`
    );
  }
}

function checkSum(data: Uint8Array, expected: number | undefined, where: string): void {
  // Absent before Node 20.15 and 22.2.
  const sum = zlib.crc32 as typeof zlib.crc32 | undefined;
  if (sum && sum(data) !== expected) {
    throw new DataError(
      `Expected ${where} to match its checksum in the zip file, got other bytes: the file is damaged.`
    );
  }
}
