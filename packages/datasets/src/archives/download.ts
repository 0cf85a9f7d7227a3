import {createWriteStream} from 'node:fs';
import {mkdir, rename, rm, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {Readable, Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {ReadableStream} from 'node:stream/web';
import {DataError} from '../dataError.ts';
import {reasonOf} from '../images/decodeImage.ts';
import type {Archive} from './archive.ts';
import {checkArchive} from './checkArchive.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** Told how many bytes are there, and of how many where that is known. */
  readonly onBytes?: (bytes: number, of?: number) => void;
}

/**
 * Downloads a file beside its place, goes on with what an earlier attempt left, and puts it there once its size and
 * checksum are right. Throws a DataError; what was loaded stays for the next attempt unless it is wrong.
 */
export async function download(archive: Archive, path: string, options: DownloadOptions = {}): Promise<void> {
  const part = `${path}.part`;
  await mkdir(dirname(path), {recursive: true});
  await load(archive, part, options);
  const check = await checkArchive(part, archive);
  if (check.state === 'differs') {
    await rm(part);
    throw new DataError(`Expected ${archive.url} to give ${check.expected}, got ${check.got}. Nothing was kept.`);
  }
  await rename(part, path);
}

async function load({url, bytes}: Archive, part: string, {signal, onBytes}: DownloadOptions): Promise<void> {
  const from = (await stat(part).catch(() => undefined))?.size ?? 0;
  if (bytes !== undefined && from === bytes) return;
  try {
    const response = await fetch(url!, {signal, headers: from > 0 ? {range: `bytes=${from}-`} : {}});
    // 416: there is no more than what was loaded already.
    if (response.status === 416) return;
    if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
    const goesOn = response.status === 206;
    const length = Number(response.headers.get('content-length')) || undefined;
    let loaded = goesOn ? from : 0;
    const of = length === undefined ? bytes : loaded + length;
    const counting = new Transform({
      transform(chunk: Buffer, _, done) {
        loaded += chunk.length;
        onBytes?.(loaded, of);
        done(null, chunk);
      }
    });
    // The type of `fetch` depends on whether a package knows browsers, too.
    const web: unknown = response.body;
    const body = Readable.fromWeb(web as ReadableStream);
    await pipeline(body, counting, createWriteStream(part, {flags: goesOn ? 'a' : 'w'}), {signal});
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new DataError(
      `Expected ${url} to be downloadable, got: ${reasonOf(reason)}. Try again to go on from there.`,
      {
        cause
      }
    );
  }
}
