import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {RunResult} from '../run/runResult.ts';
import {isMeta, type Meta} from './meta.ts';

/** What lists and plans ask of `meta.json`. */
export type MetaSummary = Pick<
  Meta,
  'key' | 'seed' | 'point' | 'status' | 'created' | 'heartbeat' | 'attempts' | 'stages'
>;

/** What lists and plans ask of a run; it has a result only where it is finished. */
export interface RunSummary {
  readonly meta: MetaSummary;
  readonly result?: RunResult;
}

/** Reads the summary of the run in a folder; nothing where there is no `meta.json` that can be read. */
export function readSummary(folder: string): RunSummary | undefined {
  const meta = readJson(join(folder, 'meta.json'));
  if (!isMeta(meta)) return undefined;
  const {key, seed, point, status, created, heartbeat = created, attempts = [], stages = {}} = meta;
  const result = readJson(join(folder, 'result.json')) as RunResult | undefined;
  return {meta: {key, seed, point, status, created, heartbeat, attempts, stages}, ...(result && {result})};
}

/** Which versions of its files the summary of a run is from. */
export interface SummaryStamp {
  /** Of place, size and time of change of both files. */
  readonly text: string;
  /** Milliseconds since 1970 when one of them was changed last. */
  readonly changed: number;
}

/** Nothing where there is no `meta.json`. */
export function stampSummary(folder: string): SummaryStamp | undefined {
  const meta = statSync(join(folder, 'meta.json'), {throwIfNoEntry: false});
  if (!meta) return undefined;
  const files = [meta, statSync(join(folder, 'result.json'), {throwIfNoEntry: false})];
  return {
    text: files.map(file => (file ? `${file.ino} ${file.size} ${file.ctimeMs}` : 'none')).join(', '),
    changed: Math.max(...files.map(file => file?.ctimeMs ?? 0))
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
