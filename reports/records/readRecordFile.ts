import {readFile} from 'node:fs/promises';
import {parse as parseYaml, YAMLParseError} from 'yaml';
import {z} from 'zod';
import {RecordError} from './recordError.ts';

/** Text of a file, or undefined where there is none. */
export async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new RecordError(`Expected ${path} to be readable, got ${(cause as Error).message}.`, {cause});
  }
}

/** Parses one JSON document; an error names `path`, the line, and the key where the shape is wrong. */
export function parseRecord<T extends z.ZodType>(text: string, schema: T, path: string, firstLine = 1): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const line = firstLine - 1 + lineOf(text, (cause as Error).message);
    throw new RecordError(`Expected ${path}:${line} to be JSON, got ${(cause as Error).message}.`, {cause});
  }
  return check(value, schema, `${path}:${firstLine}`);
}

/** Parses a file of one JSON document a line; an error names the line. */
export function parseLines<T extends z.ZodType>(text: string, schema: T, path: string): z.infer<T>[] {
  return text.split('\n').flatMap((line, i) => (line.trim() ? [parseRecord(line, schema, path, i + 1)] : []));
}

/** Parses a YAML file that holds a mapping. */
export function parseConfig(text: string, path: string): Record<string, unknown> {
  try {
    return check(parseYaml(text), z.record(z.string(), z.unknown()), path);
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    throw new RecordError(`Expected ${path}:${cause.linePos?.[0].line ?? 1} to be YAML, got ${cause.message}`, {cause});
  }
}

function check<T extends z.ZodType>(value: unknown, schema: T, place: string): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('') ?? '';
  throw new RecordError(
    `Unexpected content in ${place}, at ${key.replace(/^\./, '') || 'the top'}: ${issue?.message ?? 'not valid'}.`,
    {
      cause: parsed.error
    }
  );
}

function lineOf(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  const end = position === undefined ? text.length : Number(position);
  return text.slice(0, end).split('\n').length;
}
