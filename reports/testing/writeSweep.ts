import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {stringify} from 'yaml';
import type {RunRecord} from '../records/runRecord.ts';

/** Writes records as a run store does, stages once a seed, and gives the sweep's folder. */
export async function writeSweep(records: readonly RunRecord[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'espalier-reports-'));
  for (const record of records) await writeRun(root, record);
  return join(root, 'made-up');
}

async function writeRun(
  root: string,
  {id, seed, config, engine, curve, history, result, scores, oracle, base, latencies}: RunRecord
): Promise<void> {
  const stages = {scores: `scores-${seed}`, oracle: `oracle-${seed}`, ...(base && {base: `base-${seed}`})};
  const run = join(root, 'made-up', id);
  const lines = (rows: readonly unknown[]) => rows.map(row => `${JSON.stringify(row)}\n`).join('');
  await write(join(run, 'config.yaml'), stringify({...config, seed}));
  const meta = {status: 'finished', created: '2025-01-01T00:00:00Z', engine, stages, latencies};
  await write(join(run, 'meta.json'), JSON.stringify(meta));
  await write(join(run, 'metrics.jsonl'), lines(curve));
  await write(join(run, 'history.jsonl'), lines(history));
  await write(join(run, 'result.json'), JSON.stringify(result));
  if (base) await write(join(root, '.stages', `base-${seed}`, 'metrics.json'), JSON.stringify(base));
  await write(join(root, '.stages', stages.scores, 'scores.json'), JSON.stringify(scores));
  await write(join(root, '.stages', stages.oracle, 'oracle.json'), JSON.stringify(oracle));
}

export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  await writeFile(path, text);
}
