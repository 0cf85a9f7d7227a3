import zlib from 'node:zlib';
import {unzipSync, type UnzipFileInfo} from 'fflate';
import {DataError} from '../dataError.ts';
import {readNpy, type NpyArray} from './npy.ts';
import {zipChecksums} from './zipChecksums.ts';

const LARGEST_ARRAY = 2 ** 32 - 1; // bytes; what one typed array can hold on every supported Node
const DEFLATE_LIMIT = 1032; // no deflate stream expands further (zlib's technical notes)

/**
 * Reads the wanted arrays of an `.npz` file (a zip archive of `.npy` files, compressed or not). Arrays that the file
 * lacks are left out of the result; members that nobody asked for are not even unpacked, and nothing is ever written.
 *
 * Throws a DataError that names the file, and the array where there is one.
 */
export function readNpz(bytes: Uint8Array, file: string, wanted: readonly string[]): ReadonlyMap<string, NpyArray> {
  const members = unzip(bytes, file, new Set(wanted.map(name => `${name}.npy`)));
  const arrays = new Map<string, NpyArray>();
  for (const name of wanted) {
    const member = members[`${name}.npy`];
    if (member) arrays.set(name, readNpy(member, `${name} of ${file}`));
  }
  return arrays;
}

function unzip(bytes: Uint8Array, file: string, wanted: ReadonlySet<string>): Record<string, Uint8Array> {
  try {
    const checksums = zipChecksums(bytes);
    let seen = 0;
    const members = unzipSync(bytes, {
      filter(member) {
        // A damaged record can claim billions of members.
        if (++seen > checksums.size) throw new RangeError(`more than its ${checksums.size} members`);
        if (!wanted.has(member.name)) return false;
        checkSize(member, file);
        return true;
      }
    });
    for (const [name, data] of Object.entries(members)) checkSum(data, checksums.get(name), `${name} of ${file}`);
    return members;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`Expected ${file} to be a whole .npz (zip) file, got one that cannot be unpacked: ${reason}.`, {
      cause
    });
  }
}

function checkSize({name, size, originalSize}: UnzipFileInfo, file: string): void {
  const limit = Math.min(LARGEST_ARRAY, size * DEFLATE_LIMIT);
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
