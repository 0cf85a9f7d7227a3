import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {LoggedStep} from '@espalier/core';
import {z} from 'zod';
import {ConfigError} from '../schema/ConfigError.ts';

const count = z.int().min(0);

const loggedStep = z.object({
  step: z.int().min(1),
  removed: z.array(z.object({group: z.string(), index: count, original: count})).min(1),
  left: z.object({units: count, parameters: count, flops: z.number().min(0)})
});

/** The path of a pruning log: the file itself, or `history.jsonl` in the folder. */
export async function logFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ? join(path, 'history.jsonl') : path;
}

/** Reads a whole pruning log. Throws a ConfigError that names the line where it is broken or was cut short. */
export async function readLog(file: string): Promise<readonly LoggedStep[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const {code, message} = cause as NodeJS.ErrnoException;
    const got = code === 'ENOENT' ? 'no such file' : message;
    throw new ConfigError(`Expected the history.jsonl of a pruning at ${file}, got ${got}.`, {cause});
  });
  const lines = text.split('\n');
  if (lines.at(-1) !== '') {
    throw new ConfigError(`${file}:${lines.length}: Expected a whole line, got one that was cut short.`);
  }
  if (lines.length === 1) throw new ConfigError(`${file}: Expected at least one step, got an empty file.`);
  return lines.slice(0, -1).map((line, i) => readStep(line, i + 1, file));
}

function readStep(line: string, number: number, file: string): LoggedStep {
  const result = loggedStep.safeParse(parseJson(line, `${file}:${number}`));
  const issue = result.error?.issues[0];
  if (!result.data) {
    const key = issue?.path.map(String).join('.') || 'the line';
    throw new ConfigError(`${file}:${number}: Expected a step of a pruning; ${key}: ${issue?.message}.`);
  }
  if (result.data.step === number) return result.data;
  throw new ConfigError(`${file}:${number}: Expected step ${number}, got step ${result.data.step}.`);
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${place}: Expected JSON, got ${(cause as Error).message}.`, {cause});
  }
}
