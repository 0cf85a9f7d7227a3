import {readFile} from 'node:fs/promises';
import type {z} from 'zod';
import {ConfigError} from '../schema/ConfigError.ts';
import {show} from '../text/show.ts';

/** Reads a JSON document and checks it against its schema. Throws a ConfigError that names the file and the key. */
export async function readDocument<T extends z.ZodType>(path: string, schema: T, format: string): Promise<z.output<T>> {
  const data = parse(await read(path, format), path);
  const found = (data as {format?: unknown} | null)?.format;
  if (found !== format) throw new ConfigError(`${path}: Expected format to be "${format}", got ${show(found)}.`);
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ConfigError(`${path}: ${issue?.path.map(String).join('.')}: ${issue?.message}.`);
}

async function read(path: string, format: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`Expected ${format} at ${path}, got ${failure(cause)}.`, {cause});
  }
}

function failure(cause: unknown): string {
  const {code, message} = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  return code === 'EISDIR' ? 'a folder' : message;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${path}: Expected JSON, got ${(cause as Error).message}.`, {cause});
  }
}
