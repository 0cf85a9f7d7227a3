import {readdir} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {DataError} from './dataError.ts';
import type {StoredData, StoredSplit} from './dataSource.ts';
import {interleaveClasses} from './formats/imageFolderFiles.ts';
import {readTsFile, type TimeSeriesCase, type TimeSeriesFile} from './formats/tsFile.ts';
import {readBytes} from './readBytes.ts';
import {resampleCase} from './resampleCase.ts';

/**
 * The name NAME of which a folder has `NAME_TRAIN.ts` and `NAME_TEST.ts`: that of the folder, or the only one; nothing
 * when there is no such pair. Throws a DataError when there are several of other names.
 */
export async function timeSeriesName(folder: string): Promise<string | undefined> {
  const files = await readdir(folder);
  const names = files.flatMap(file => /^(.+)_TRAIN\.ts$/.exec(file)?.[1] ?? []);
  const pairs = names.filter(name => files.includes(`${name}_TEST.ts`)).sort();
  const own = basename(resolve(folder));
  if (pairs.length < 2 || pairs.includes(own)) return pairs.includes(own) ? own : pairs[0];
  throw new DataError(
    `Expected ${folder} to hold ${own}_TRAIN.ts and ${own}_TEST.ts, or one such pair, got pairs of ${pairs.join(', ')}.`
  );
}

/**
 * Reads `NAME_TRAIN.ts` and `NAME_TEST.ts` of a folder: examples [steps, dimensions], float32 as they are stored.
 *
 * Series that are shorter than the longest of both files end in zeros, and nothing tells a network where: there is no
 * mask. Classes take turns, so that the first N are as balanced as the files let them be. Classes are in the order of
 * the header of the training file.
 *
 * With `steps`, every series is stretched or shrunk to so many steps, and none ends in zeros.
 *
 * Throws a DataError that names file and line.
 */
export async function readTimeSeriesFolder(
  folder: string,
  name: string,
  {called = folder, steps}: {readonly called?: string; readonly steps?: number} = {}
): Promise<StoredData> {
  const [trainFile, testFile] = [`${name}_TRAIN.ts`, `${name}_TEST.ts`].map(file => join(folder, file)) as [
    string,
    string
  ];
  const [train, test] = [await readFile(trainFile), await readFile(testFile)];
  checkAlike(train, test, [trainFile, testFile]);
  const lengths = [train, test].flatMap(({cases}) => cases.map(lengthOf));
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const shape = [steps ?? longest, train.cases[0]!.dimensions.length] as const;
  const split = ({cases}: TimeSeriesFile) =>
    layOut(steps === undefined ? cases : cases.map(one => resampleCase(one, steps)), shape, train.classNames);
  return {
    name: called,
    shape,
    classes: train.classNames.length,
    classNames: train.classNames,
    divisor: 1,
    train: split(train),
    test: split(test),
    note: noteOf({shortest, longest, steps, filled: train.filled + test.filled})
  };
}

async function readFile(file: string): Promise<TimeSeriesFile> {
  return readTsFile(Buffer.from(await readBytes(file)).toString('utf8'), file);
}

function checkAlike(
  train: TimeSeriesFile,
  test: TimeSeriesFile,
  [trainFile, testFile]: readonly [string, string]
): void {
  const sorted = [train, test].map(({classNames}) => [...classNames].sort().join(', '));
  if (sorted[0] !== sorted[1])
    throw new DataError(`Expected ${testFile} to have the classes of ${trainFile} (${sorted[0]}), got ${sorted[1]}.`);
  const widths = [train, test].map(({cases}) => cases[0]!.dimensions.length);
  if (widths[0] !== widths[1])
    throw new DataError(`Expected ${testFile} to have ${widths[0]} dimensions like ${trainFile}, got ${widths[1]}.`);
}

/** Cases as [n, steps, dimensions], zeros behind the end of each, the classes taking turns. */
function layOut(
  cases: readonly TimeSeriesCase[],
  [steps, width]: readonly [number, number],
  classNames: readonly string[]
): StoredSplit {
  const ordered = interleaveClasses(classNames.map(name => cases.filter(({label}) => label === name)));
  const x = new Float32Array(ordered.length * steps * width);
  ordered.forEach(({dimensions}, example) =>
    dimensions.forEach((values, dimension) =>
      values.forEach((value, step) => (x[(example * steps + step) * width + dimension] = value))
    )
  );
  return {
    x,
    y: Int32Array.from(ordered, ({label}) => classNames.indexOf(label)),
    lengths: Int32Array.from(ordered, lengthOf)
  };
}

function lengthOf({dimensions}: TimeSeriesCase): number {
  return Math.max(...dimensions.map(({length}) => length));
}

interface About {
  readonly shortest: number;
  readonly longest: number;
  readonly steps: number | undefined;
  readonly filled: number;
}

function noteOf({shortest, longest, steps, filled}: About): string | undefined {
  const lengths = shortest === longest ? String(longest) : `${shortest} to ${longest}`;
  const resampled = steps === undefined ? undefined : `Series of ${lengths} steps, resampled to ${steps}.`;
  const padded = shortest === longest ? [] : [`Series of ${lengths} steps; shorter ones end in zeros.`];
  const notes = [
    ...(resampled === undefined ? padded : [resampled]),
    ...(filled === 0 ? [] : [`${filled} missing values stand between their neighbours.`])
  ];
  return notes.length === 0 ? undefined : notes.join(' ');
}
