import {createWriteStream} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import yauzl, {type Entry, type ZipFile} from 'yauzl';

/** Where a member of the archive goes, relative to the target folder; nothing when it is not wanted. */
export type Placement = (member: string) => string | undefined;

/**
 * Streams the wanted members of a wheel into a folder and returns their paths relative to it.
 *
 * Every file is flushed to disk before this returns. `onBytes` hears how many bytes were written since it was last told.
 */
export async function unpackWheel(
  wheel: string,
  folder: string,
  place: Placement,
  onBytes: (bytes: number) => void
): Promise<readonly string[]> {
  const archive = await openArchive(wheel);
  const written: string[] = [];
  try {
    await eachEntry(archive, async entry => {
      const path = entry.fileName.endsWith('/') ? undefined : place(entry.fileName);
      if (path === undefined) return;
      await writeEntry(archive, entry, join(folder, path), onBytes);
      written.push(path);
    });
  } finally {
    archive.close();
  }
  return written;
}

const openArchive = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, {lazyEntries: true, autoClose: false}, (error, archive) =>
      error ? reject(error) : resolve(archive)
    );
  });

const eachEntry = (archive: ZipFile, visit: (entry: Entry) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    archive.once('end', resolve).once('error', reject);
    archive.on('entry', (entry: Entry) => {
      visit(entry).then(() => archive.readEntry(), reject);
    });
    archive.readEntry();
  });

async function writeEntry(archive: ZipFile, entry: Entry, path: string, onBytes: (bytes: number) => void) {
  await mkdir(dirname(path), {recursive: true});
  const source = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  source.on('data', (chunk: Buffer) => onBytes(chunk.length));
  // flush: the data is on disk when the stream has closed.
  await pipeline(source, createWriteStream(path, {flush: true, highWaterMark: 1 << 20}));
}
