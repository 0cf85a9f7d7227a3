import {closeSync, constants, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {recordJson} from '../../../runs/canonicalJson.ts';
import {entryName, type RungRecord} from './rungRecord.ts';

/** The decisions of one halving, append-only. For the same entry the last line counts. */
export interface RungLog {
  read(): readonly RungRecord[];
  /** Appends what the log does not say yet. It is on the disk when this returns, before any run depends on it. */
  add(records: readonly RungRecord[]): void;
}

/**
 * Opens `rungs.jsonl` in a folder; both are made by the first decision. Processes that share a synchronous sweep decide the
 * same in the same order, and write it to the same place (`repeatable`), so that it is there once.
 */
export function openRungLog(folder: string, {repeatable}: {readonly repeatable: boolean}): RungLog {
  const path = join(folder, 'rungs.jsonl');
  return {
    read: () => parse(readLog(path).complete),
    add: records => {
      const {complete, isTorn} = readLog(path);
      const known = new Map(parse(complete).map(record => [entryName(record), recordJson(record)]));
      const lines = records
        .filter(record => known.get(entryName(record)) !== recordJson(record))
        .map(record => `${recordJson(record)}\n`);
      if (lines.length === 0) return;
      mkdirSync(folder, {recursive: true});
      const end = Buffer.byteLength(complete);
      if (isTorn) truncateSync(path, end);
      write(path, lines.join(''), repeatable ? end : undefined);
    }
  };
}

/** At a place in the file, else at whatever is its end by then. */
function write(path: string, text: string, position: number | undefined): void {
  const {O_CREAT, O_WRONLY, O_APPEND} = constants;
  const handle = openSync(path, O_CREAT | O_WRONLY | (position === undefined ? O_APPEND : 0));
  try {
    writeSync(handle, text, position);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The lines without one that a crash cut short. */
function readLog(path: string): {readonly complete: string; readonly isTorn: boolean} {
  try {
    const text = readFileSync(path, 'utf8');
    const complete = text.slice(0, text.lastIndexOf('\n') + 1);
    return {complete, isTorn: complete !== text};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {complete: '', isTorn: false};
    throw error;
  }
}

function parse(lines: string): RungRecord[] {
  return lines
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as RungRecord);
}
