import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {readLines} from '../runs/lines.ts';
import {readMeta, type Meta} from '../runs/meta.ts';
import type {RunStore} from '../runs/runStore.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {findRun} from './findRun.ts';
import type {ListedRun} from './listRuns.ts';

/** A run with everything that is known of it. */
export interface ShownRun extends Omit<ListedRun, 'meta'> {
  readonly meta: Meta;
  readonly config: string;
  readonly metrics: readonly unknown[];
}

/** Finds a run as `findRun` does, and reads all of its record. */
export async function showRun(store: RunStore, name: string): Promise<ShownRun> {
  const run = await findRun(store, name);
  const meta = await readMeta(run.folder);
  if (!meta) throw new ConfigError(`Expected ${join(run.folder, 'meta.json')} to be readable, got a file that is not.`);
  const config = await readFile(join(run.folder, 'config.yaml'), 'utf8').catch(() => '');
  return {...run, meta, config, metrics: await readLines(join(run.folder, 'metrics.jsonl'))};
}
