import {open} from 'node:fs/promises';
import {join} from 'node:path';
import type {LogDocument} from '@espalier/reports/explore';
import {HttpError} from './HttpError.ts';
import {runOf, type UiContext} from './uiContext.ts';

/** Bytes of the end of a log. */
const TAIL = 64 * 1024;

/** `?sweep=S&id=ID&stream=stdout|stderr[&attempt=N]`: the end of a log of a run, or of one attempt. */
export async function logAnswer(context: UiContext, query: URLSearchParams): Promise<LogDocument> {
  const run = runOf(await context.listing(), query);
  const [stream, attempt] = [query.get('stream') ?? 'stdout', query.get('attempt')];
  if (!['stdout', 'stderr'].includes(stream))
    throw new HttpError(400, `Expected stream to be stdout or stderr, got "${stream}".`);
  if (attempt !== null && !/^\d{1,6}$/.test(attempt))
    throw new HttpError(400, `Expected attempt to be a whole number, got "${attempt}".`);
  const folder = attempt === null ? run.folder : join(run.folder, 'artifacts', 'attempts', attempt);
  return {format: 'espalier.ui.log/1', ...(await tailOf(join(folder, `${stream}.log`)))};
}

/** The end of a file from the beginning of a line; nothing of an absent one. */
async function tailOf(path: string): Promise<Pick<LogDocument, 'text' | 'skipped'>> {
  const handle = await open(path).catch(() => undefined);
  if (!handle) return {text: '', skipped: 0};
  try {
    const {size} = await handle.stat();
    const start = Math.max(0, size - TAIL);
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const cut = start === 0 ? 0 : buffer.indexOf(0x0a) + 1;
    return {text: buffer.toString('utf8', cut, bytesRead), skipped: start + cut};
  } finally {
    await handle.close();
  }
}
