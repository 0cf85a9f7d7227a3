import {createHash} from 'node:crypto';
import {posix} from 'node:path';
import type {Batch, Entry, MetricPoint} from './mlflowApi.ts';

/** What MLflow takes (mlflow/utils/validation.py), in characters. */
const KEY = 250;
const PARAM_VALUE = 6000;
const TAG_VALUE = 5000;

/** And in one request of `runs/log-batch`; bytes with room for what frames the items. */
const AT_ONCE = {metrics: 1000, params: 100, tags: 100, all: 1000, bytes: 900_000};

/**
 * Names that MLflow takes, by the names that they stand for: of letters, digits, `_`, `-`, `.`, blanks and slashes, as a
 * clean relative path, and different from each other.
 */
export function mlflowNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const chosen = new Map<string, string>();
  for (const name of names) {
    const wanted = shortened(cleaned(name));
    let free = wanted;
    for (let n = 2; taken.has(free); n++) free = `${wanted.slice(0, KEY - 8)}_${n}`;
    taken.add(free);
    chosen.set(name, free);
  }
  return chosen;
}

/** A range of channels, `conv1[16:32]`, stays readable. */
function cleaned(name: string): string {
  const plain = name.replace(/\[(\d+):(\d+)\]/g, '.$1-$2').replace(/[^\w\-. /]/g, '_');
  const path = posix.normalize(plain).replace(/^(\.{0,2}\/)+|\/+$/g, '');
  return ['', '.', '..'].includes(path) ? '_' : path;
}

function shortened(name: string): string {
  if (name.length <= KEY) return name;
  return `${name.slice(0, KEY - 9)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

export const paramValue = (value: string) => cut(value, PARAM_VALUE);
export const tagValue = (value: string) => cut(value, TAG_VALUE);

function cut(value: string, length: number): string {
  return value.length > length ? `${value.slice(0, length - 1)}…` : value;
}

/** Splits what is to be logged into requests that MLflow takes. Tags come last, so that they can say that all is there. */
export function batches({metrics, params, tags}: Batch): readonly Batch[] {
  const items = [
    ...params.map(item => ({kind: 'params', item}) as const),
    ...metrics.map(item => ({kind: 'metrics', item}) as const),
    ...tags.map(item => ({kind: 'tags', item}) as const)
  ];
  const found: {metrics: MetricPoint[]; params: Entry[]; tags: Entry[]}[] = [];
  let [count, bytes] = [Infinity, 0];
  for (const {kind, item} of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = found.at(-1);
    if (!last || count >= AT_ONCE.all || bytes + size > AT_ONCE.bytes || last[kind].length >= AT_ONCE[kind]) {
      found.push({metrics: [], params: [], tags: []});
      [count, bytes] = [0, 0];
    }
    (found.at(-1)![kind] as (MetricPoint | Entry)[]).push(item);
    count++;
    bytes += size;
  }
  return found;
}
