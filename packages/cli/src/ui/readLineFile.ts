import {readFileSync, statSync} from 'node:fs';
import type {Metrics} from '@espalier/reports/explore';

export interface LineFile {
  readonly lines: Metrics;
  /** Lines that are no JSON object; the last one is not counted while it is being written. */
  readonly broken: number;
}

/** Files that are kept read; beyond, the one that was read first goes. */
const KEPT = 1000;

/** Reads files of one JSON object a line, each again only when it has changed. An absent file has no lines. */
export function lineFileReader(): (path: string) => LineFile {
  const kept = new Map<string, {readonly stamp: string; readonly file: LineFile}>();
  return path => {
    const stats = statSync(path, {throwIfNoEntry: false});
    if (!stats?.isFile()) return {lines: [], broken: 0};
    const stamp = `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    const known = kept.get(path);
    if (known?.stamp === stamp) return known.file;
    const file = parseLines(readFileSync(path, 'utf8'));
    kept.delete(path);
    kept.set(path, {stamp, file});
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return file;
  };
}

function parseLines(text: string): LineFile {
  const whole = text
    .split('\n')
    .slice(0, -1)
    .filter(line => line !== '');
  const lines = whole.map(parseObject).filter(line => line !== undefined);
  return {lines, broken: whole.length - lines.length};
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
