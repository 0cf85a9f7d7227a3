import {listRuns} from '../run/listRuns.ts';
import {recordJson} from '../runs/canonicalJson.ts';
import type {RunStore} from '../runs/runStore.ts';
import {toCsv} from './csv.ts';
import {readExportedRun, readMetrics, type ExportedRun} from './exportedRun.ts';
import {runRow, stepRow} from './rows.ts';
import {tableOf, type ExportTable} from './table.ts';

export type ExportFormat = 'csv' | 'json' | 'parquet';

export interface ExportRunsOptions {
  readonly to: ExportFormat;
  /** One row a step in place of one a run; in JSON, the steps of each run beside it. */
  readonly steps?: boolean;
}

/** The content of a file with every run of some sweeps. Throws a ConfigError where a record is damaged. */
export async function exportRuns(
  store: RunStore,
  sweeps: readonly string[],
  {to, steps = false}: ExportRunsOptions
): Promise<string | Uint8Array> {
  const listed = await listRuns(store, sweeps);
  const runs: ExportedRun[] = [];
  for (const run of listed) runs.push(await readExportedRun(run));
  if (to === 'json') return asJson(runs, steps);
  const table = await (steps ? stepTable(runs) : tableOf(runs.map(runRow)));
  if (to === 'csv') return toCsv(table);
  const {toParquet} = await import('./parquet.ts');
  return toParquet(table);
}

async function stepTable(runs: readonly ExportedRun[]): Promise<ExportTable> {
  const rows = [];
  for (const run of runs) rows.push(...(await readMetrics(run)).map(line => stepRow(run, line)));
  return tableOf(rows);
}

async function asJson(runs: readonly ExportedRun[], steps: boolean): Promise<string> {
  const documents = [];
  for (const run of runs) {
    const {sweep, id, folder, status, meta, settings, result} = run;
    const {key, seed, point, created, attempts, host, engine, latencies} = meta;
    const metrics = steps ? await readMetrics(run) : undefined;
    documents.push({
      sweep,
      id,
      key,
      folder,
      status,
      seed,
      point,
      created,
      attempts,
      host,
      engine,
      settings,
      result,
      latencies,
      metrics
    });
  }
  return `${recordJson({format: 'espalier.export/1', runs: documents}, 2)}\n`;
}
