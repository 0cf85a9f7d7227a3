import {readFile} from 'node:fs/promises';
import {gunzipSync} from 'node:zlib';
import {DataError} from './dataError.ts';

const LARGEST_UNPACKED = 2 ** 31 - 1; // bytes; a file of 2 MB could otherwise claim memory for gigabytes of zeros

/** The bytes of a file. Throws a DataError that names the file when it cannot be read. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const got = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : reason;
    throw new DataError(`Expected ${file} to be a readable file, got ${got}.`, {cause});
  }
}

/** The bytes of a file, unpacked when they are gzip data (told by the first two bytes, not by the name). */
export async function readUnpacked(file: string): Promise<Uint8Array> {
  return unpack(await readBytes(file), file);
}

/** Unpacks gzip data, checksum included; other bytes are returned as they are. */
export function unpack(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, {maxOutputLength: LARGEST_UNPACKED});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`Expected ${file} to be whole gzip data, got a file that cannot be unpacked: ${reason}.`, {
      cause
    });
  }
}
