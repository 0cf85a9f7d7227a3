import {createHash} from 'node:crypto';
import {open, readFile, truncate} from 'node:fs/promises';
import {recordJson} from './canonicalJson.ts';

/** A file of one JSON document a line that only grows. */
export interface LineWriter {
  append(record: unknown): Promise<void>;
  /** What the file holds so far, once it is on the disk. */
  mark(): Promise<FileMark>;
  /** Waits until all is on the disk; again, it does nothing. */
  close(): Promise<void>;
}

/** A start of a file that only grows. */
export interface FileMark {
  readonly bytes: number;
  readonly sha256: string;
}

/** Whether a file begins with what it held when it was marked. */
export async function holdsMark(path: string, mark: FileMark): Promise<boolean> {
  const bytes = await readFile(path).catch(ignoreAbsent);
  return bytes !== undefined && markOf(bytes.subarray(0, mark.bytes)).sha256 === mark.sha256;
}

function markOf(bytes: Uint8Array): FileMark {
  return {bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex')};
}

/** Opens a line file for appending; a last line that was cut short by a crash is cut off first. */
export async function openLines(path: string): Promise<LineWriter> {
  await cutTornLine(path);
  const handle = await open(path, 'a');
  let closed: Promise<void> | undefined;
  const close = async () => {
    await handle.sync();
    await handle.close();
  };
  return {
    append: async record => {
      await handle.appendFile(`${recordJson(record)}\n`);
    },
    mark: async () => {
      await handle.sync();
      return markOf(await readFile(path));
    },
    close: () => (closed ??= close())
  };
}

/** Reads the complete lines of a line file; an absent file has none. */
export async function readLines(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8').catch(ignoreAbsent);
  const lines = (text ?? '').split('\n').slice(0, -1);
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as unknown);
}

async function cutTornLine(path: string): Promise<void> {
  const bytes = await readFile(path).catch(ignoreAbsent);
  if (bytes === undefined || bytes.length === 0 || bytes.at(-1) === 0x0a) return;
  await truncate(path, bytes.lastIndexOf(0x0a) + 1);
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
