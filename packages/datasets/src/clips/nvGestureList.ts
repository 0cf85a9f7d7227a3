import {posix} from 'node:path';
import {DataError} from '../dataError.ts';

/** One line of a list of nvGesture, for one of its streams. */
export interface NvGestureClip {
  /** Folder of the clip's videos below the folder of the data, `Video_data/class_01/subject13_r0`. */
  readonly folder: string;
  /** The clip's first frame, counted from 0. */
  readonly start: number;
  /** The frame behind its last one. */
  readonly end: number;
  /** 0 … 24; the file counts from 1. */
  readonly label: number;
}

const CLASSES = 25;

/**
 * Reads a list of nvGesture: a clip a line, fields `name:value…` with spaces between: `path:FOLDER`, `label:1…25`, and
 * for each stream `depth:FILE:START:END`.
 *
 * Throws a DataError that names file and line, also for a folder outside that of the data.
 * Source: the README of the archive nvGesture_v1.
 */
export function parseNvGestureList(text: string, file: string, stream: string): NvGestureClip[] {
  const lines = text.split('\n').map((line, i) => ({line: line.trim(), place: `line ${i + 1} of ${file}`}));
  const clips = lines.filter(({line}) => line !== '').map(({line, place}) => parseLine(line, place, stream));
  if (clips.length === 0) throw new DataError(`Expected ${file} to have a clip a line, got none.`);
  return clips;
}

function parseLine(line: string, place: string, stream: string): NvGestureClip {
  const fields = new Map(line.split(/\s+/).map(field => [field.split(':')[0]!, field.split(':').slice(1)]));
  const [path] = fields.get('path') ?? [];
  const [, start, end] = (fields.get(stream) ?? []).map(Number);
  const label = Number(fields.get('label')?.[0]);
  if (path === undefined || !isRange(start, end) || !(Number.isInteger(label) && label >= 1 && label <= CLASSES)) {
    throw new DataError(
      `Expected ${place} to be like "path:./Video_data/class_01/subject1_r0 ${stream}:sk_${stream}:138:218 label:1", ` +
        `got "${line.slice(0, 80)}".`
    );
  }
  const folder = posix.normalize(path);
  if (posix.isAbsolute(folder) || folder.split('/').includes('..') || folder.includes('\\')) {
    throw new DataError(`Expected the path in ${place} to lie in the folder of the data, got "${path}".`);
  }
  return {folder, start: start!, end: end!, label: label - 1};
}

function isRange(start: number | undefined, end: number | undefined): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && start! >= 0 && end! > start!;
}
