import {createReadStream} from 'node:fs';
import {realpath, stat} from 'node:fs/promises';
import type {ServerResponse} from 'node:http';
import {extname, join, sep} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {HttpError} from './HttpError.ts';
import {baseHeaders, FILE_POLICY} from './respond.ts';

const TEXT = 'text/plain; charset=utf-8';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.json': 'application/json; charset=utf-8',
  ...Object.fromEntries(['.jsonl', '.log', '.txt', '.yaml', '.md', '.csv', '.tex', '.patch'].map(end => [end, TEXT]))
};

/** Sends a file of a run or a report; what browsers do not show is offered for saving. Throws an HttpError. */
export async function serveFile(response: ServerResponse, root: string, path: string): Promise<void> {
  const file = await fileInside(root, path);
  const {size} = await stat(file);
  const type = TYPES[extname(file).toLowerCase()];
  response.writeHead(200, {
    ...baseHeaders(FILE_POLICY),
    'content-type': type ?? 'application/octet-stream',
    'content-length': size,
    ...(type === undefined && {'content-disposition': 'attachment'})
  });
  // A file that grows meanwhile must not say more than was announced.
  if (size === 0) response.end();
  else await pipeline(createReadStream(file, {end: size - 1}), response);
}

/**
 * The real path of a file below the store's sweeps (or its reports of several sweeps). Links count as where they lead,
 * so that nothing outside of the store is served. Throws an HttpError.
 */
export async function fileInside(root: string, path: string): Promise<string> {
  const missing = new HttpError(404, `Expected a file of a run or a report, got "${path}".`);
  const parts = path.split('/');
  const hidden = parts.some((part, i) => part === '' || (part.startsWith('.') && !(i === 0 && part === '.reports')));
  if (hidden || parts.length < 2 || path.includes('\0')) throw missing;
  try {
    const [base, file] = await Promise.all([realpath(root), realpath(join(root, ...parts))]);
    if (file.startsWith(base + sep) && (await stat(file)).isFile()) return file;
  } catch {
    // As for a file that is not there.
  }
  throw missing;
}
