import {join} from 'node:path';
import {z} from 'zod';
import {UNITS} from '../quantities/metricNames.ts';
import {parseRecord, readOptional} from './readRecordFile.ts';
import {RecordError} from './recordError.ts';

const cell = z.union([z.string(), z.number()]);

const schema = z.object({
  part: z.string(),
  command: z.string(),
  cpu: z.string(),
  cores: z.number(),
  threads: z.number(),
  note: z.string().optional(),
  versions: z.record(z.string(), z.string()).default({}),
  /** What the numbers of the rows are. */
  columns: z.record(z.string(), z.object({words: z.string(), unit: z.enum(UNITS)})),
  rows: z.array(z.looseObject({seed: z.number()}))
});

/** A bench record of rows: words that tell a row from others, numbers, and the seed. */
export interface BenchRows extends Omit<z.output<typeof schema>, 'rows'> {
  readonly rows: readonly BenchRow[];
}

export type BenchRow = Readonly<Record<string, z.output<typeof cell>>> & {readonly seed: number};

/** Reads the rows of a part's record; lists in them, which are samples, are left out. Throws a RecordError. */
export async function readBenchRows(folder: string, part: string): Promise<BenchRows> {
  const path = join(folder, `${part}.json`);
  const text = await readOptional(path);
  if (text === undefined) throw new RecordError(`Expected a bench record ${path}, got no such file.`);
  const record = parseRecord(text, schema, path);
  return {...record, rows: record.rows.map(plainCells)};
}

function plainCells(row: Readonly<Record<string, unknown>> & {readonly seed: number}): BenchRow {
  const plain = Object.entries(row).flatMap(([key, value]) => {
    const parsed = cell.safeParse(value);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return {...Object.fromEntries(plain), seed: row.seed};
}
