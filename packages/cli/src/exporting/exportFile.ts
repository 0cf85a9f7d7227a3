import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {UsageError} from '../errors/UsageError.ts';

export interface ExportFileFlags {
  readonly to: 'csv' | 'json' | 'parquet';
  readonly out?: string;
  readonly steps?: boolean;
  readonly runs: string;
  readonly quiet?: boolean;
}

/** Writes the runs of some sweeps as one file, or prints them. */
export async function exportFile(
  sweeps: readonly string[],
  {to, out, steps = false, runs, quiet}: ExportFileFlags
): Promise<void> {
  if (to === 'parquet' && out === undefined && process.stdout.isTTY) {
    throw new UsageError('Expected --out with --to parquet, which no terminal can show, got none.');
  }
  const {exportRuns} = await import('@espalier/experiments/exports');
  const {openRunStore} = await import('@espalier/experiments/store');
  const content = await exportRuns(openRunStore(runs), sweeps, {to, steps});
  if (out === undefined) {
    process.stdout.write(content);
    return;
  }
  const path = (await isFolder(out)) ? join(out, `${steps ? 'steps' : 'runs'}.${to}`) : out;
  const {writeAtomically} = await import('@espalier/experiments/exports');
  await writeAtomically(path, content);
  if (!quiet) process.stderr.write(`Wrote ${path}\n`);
}

async function isFolder(path: string): Promise<boolean> {
  return path.endsWith('/') || ((await stat(path).catch(() => undefined))?.isDirectory() ?? false);
}
