import {once} from 'node:events';
import {open, stat} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';

const CHUNK = 64 * 1024;

export interface FollowOptions {
  /** Whether nothing will be added any more. What is there then is still printed. */
  readonly isOver: () => Promise<boolean>;
  /** Milliseconds between two looks. */
  readonly pause?: number;
}

/**
 * Prints a file that others write to, as it grows, and returns the number of bytes. It may not be there yet, and one that
 * is replaced or cut back is printed from its beginning.
 */
export async function followLog(path: string, {isOver, pause = 250}: FollowOptions): Promise<number> {
  let place = {file: '', offset: 0};
  let printed = 0;
  for (;;) {
    const over = await isOver();
    const found = await stat(path).catch(ignoreAbsent);
    const file = found ? `${found.dev} ${found.ino}` : '';
    const isSame = file === place.file && (found?.size ?? 0) >= place.offset;
    const from = isSame ? place.offset : 0;
    const to = found ? await printFrom(path, from) : 0;
    printed += to - from;
    place = {file, offset: to};
    if (over) return printed;
    await sleep(pause);
  }
}

/** Prints a file from an offset on, and returns where it ends. */
async function printFrom(path: string, offset: number): Promise<number> {
  const handle = await open(path);
  const buffer = Buffer.alloc(CHUNK);
  try {
    for (let position = offset; ;) {
      const {bytesRead} = await handle.read(buffer, 0, CHUNK, position);
      if (bytesRead === 0) return position;
      position += bytesRead;
      if (!process.stdout.write(Buffer.from(buffer.subarray(0, bytesRead)))) await once(process.stdout, 'drain');
    }
  } finally {
    await handle.close();
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
