import {Transform, type Readable} from 'node:stream';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {open, type Entry, type Options, type ZipFile} from 'yauzl';
import {memberPath, refuseLink} from './memberPath.ts';
import type {Unpacked, UnpackOptions} from './unpack.ts';
import {isThere, writeMember} from './writeMember.ts';

const openZip = promisify(
  open as (path: string, options: Options, callback: (error: Error | null, zip: ZipFile) => void) => void
);
const [TYPE, LINK] = [0xf000, 0xa000]; // of the Unix mode in the upper half of the external attributes

/** Unpacks a zip file, member by member. */
export async function unpackZip({file, folder, signal, onFile}: UnpackOptions): Promise<Unpacked> {
  const zip = await openZip(file, {lazyEntries: true});
  const count = {written: 0, kept: 0};
  try {
    for await (const entry of entriesOf(zip)) {
      signal?.throwIfAborted();
      const path = memberPath(folder, entry.fileName, file);
      if (((entry.externalFileAttributes >>> 16) & TYPE) === LINK) refuseLink(entry.fileName, 'symlink', file);
      if (entry.fileName.endsWith('/')) continue;
      if (await isThere(path, entry.uncompressedSize)) count.kept++;
      else {
        await writeMember(path, await streamOf(zip, entry), ...checksumOf(entry));
        count.written++;
      }
      onFile?.(count.written + count.kept);
    }
  } finally {
    zip.close();
  }
  return count;
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) yield entry;
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise<Entry | undefined>((resolve, reject) => {
    zip.once('entry', resolve);
    zip.once('end', () => {
      resolve(undefined);
    });
    zip.once('error', reject);
    zip.readEntry();
  }).finally(() => {
    zip.removeAllListeners();
  });
}

function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (cause, stream) => {
      if (cause) reject(cause);
      else resolve(stream);
    });
  });
}

/** What fails at the end of bytes that do not have the checksum of their entry. */
function checksumOf({fileName, crc32}: Entry): Transform[] {
  // Absent before Node 20.15 and 22.2.
  const sum = zlib.crc32 as typeof zlib.crc32 | undefined;
  if (!sum) return [];
  let value = 0;
  const check = new Transform({
    transform(chunk: Buffer, _, done) {
      value = sum(chunk, value);
      done(null, chunk);
    },
    flush(done) {
      done(value === crc32 ? null : new Error(`${fileName} does not match its checksum`));
    }
  });
  return [check];
}
