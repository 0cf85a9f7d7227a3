import {join} from 'node:path';
import {z} from 'zod';
import type {ScalingRecord} from '../figures/scaling.ts';
import {parseRecord, readOptional} from './readRecordFile.ts';

const target = z.object({
  what: z.string(),
  limit: z.string(),
  measured: z.string(),
  interval: z.array(z.string()),
  met: z.boolean()
});

const benchSchema = z.object({
  part: z.string(),
  command: z.string(),
  cpu: z.string(),
  threads: z.number(),
  targets: z.array(target).default([])
});

const scalingSchema = z.custom<ScalingRecord>(
  value => typeof value === 'object' && value !== null && 'series' in value && 'base' in value,
  {error: 'expected sizes and series'}
);

/** What a bench aimed at (`≤ 0.90`, `≥ 6.0 ×`) and what came out, in words of its own; `met` goes by the median. */
export type BenchTarget = z.output<typeof target>;

/** `reports/bench/<part>.json`, as far as pages show it. */
export type BenchRecord = z.output<typeof benchSchema>;

/** Reads a part's record; undefined where it was not measured. Throws a RecordError that names what is wrong. */
export function readBench(folder: string, part: string): Promise<BenchRecord | undefined> {
  return read(join(folder, `${part}.json`), benchSchema);
}

/** Reads `scaling.json`, as `readBench` does. */
export function readScaling(folder: string): Promise<ScalingRecord | undefined> {
  return read(join(folder, 'scaling.json'), scalingSchema);
}

async function read<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | undefined> {
  const text = await readOptional(path);
  return text === undefined ? undefined : parseRecord(text, schema, path);
}
