import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {parse} from 'yaml';
import type {ListedRun} from '../run/listRuns.ts';
import type {MetricsRow} from '../run/runResult.ts';
import {readLines} from '../runs/lines.ts';
import {readMeta, type Meta} from '../runs/meta.ts';
import {ConfigError} from '../schema/ConfigError.ts';

/** A run with all that exports tell of it. */
export interface ExportedRun extends Omit<ListedRun, 'meta'> {
  /** Records that are kept for reports lack what is timed or placed. */
  readonly meta: Pick<Meta, 'key' | 'seed' | 'point' | 'created' | 'inputs' | 'engine'> & Partial<Meta>;
  /** The resolved configuration, as in `config.yaml`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Reads what lists leave out. Throws a ConfigError where the record is damaged. */
export async function readExportedRun(run: ListedRun): Promise<ExportedRun> {
  const meta = await readMeta(run.folder);
  if (!meta) throw damaged(join(run.folder, 'meta.json'), 'the record of a run');
  return {...run, meta, settings: await readSettings(run.folder, meta)};
}

/** The lines of `metrics.jsonl`; non-finite numbers are strings there. Throws a ConfigError. */
export async function readMetrics({folder}: Pick<ListedRun, 'folder'>): Promise<readonly MetricsRow[]> {
  const rows = await readTable(join(folder, 'metrics.jsonl'));
  return rows.map(row => ({unitsLeft: {}, ...row}) as unknown as MetricsRow);
}

/** A file with an object for each step a line. Throws a ConfigError. */
export async function readTable(file: string): Promise<readonly {readonly step: number}[]> {
  const rows = await readLines(file).catch((cause: unknown) => {
    throw damaged(file, 'one JSON document a line', cause);
  });
  if (!rows.every(isStep)) throw damaged(file, 'one step a line');
  return rows;
}

function isStep(row: unknown): row is {readonly step: number} {
  return typeof row === 'object' && row !== null && 'step' in row && Number.isInteger(row.step);
}

/** Without a `config.yaml` that can be read, what the run key was made of: the same, less the paths. */
async function readSettings(folder: string, {inputs}: Meta): Promise<Readonly<Record<string, unknown>>> {
  try {
    const config = parse(await readFile(join(folder, 'config.yaml'), 'utf8')) as Record<string, unknown>;
    const {seeds: _seeds, ...settings} = config;
    return settings;
  } catch {
    return inputs.settings;
  }
}

function damaged(file: string, expected: string, cause?: unknown): ConfigError {
  const message = `Expected ${file} to be ${expected}, got a damaged file. Do the run again, or move its folder away.`;
  return new ConfigError(message, {cause});
}
