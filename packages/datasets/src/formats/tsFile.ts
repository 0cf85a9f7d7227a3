import {DataError} from '../dataError.ts';

/** One case of a `.ts` file: a series for each dimension, of one length or several. */
export interface TimeSeriesCase {
  readonly dimensions: readonly Float32Array[];
  /** As the file has it. */
  readonly label: string;
}

export interface TimeSeriesFile {
  /** In the order of the header. */
  readonly classNames: readonly string[];
  readonly cases: readonly TimeSeriesCase[];
  /** Values that were missing and stand between their neighbours now. */
  readonly filled: number;
}

const YES = /^true$/i;

/**
 * Reads the `.ts` format of aeon and sktime: lines of `@name value`, then `@data`, then one case a line: dimensions
 * separated by `:`, their values by `,`, the class last. Lines that begin with `#` or `%` are comments.
 *
 * A missing value (`?` or `NaN`) is put on the line between the known ones beside it; at an end it repeats the nearest
 * one. Series with time stamps, and files whose targets are numbers or none, are refused.
 *
 * Throws a DataError that names file and line.
 * Source: the format's description in aeon's documentation.
 */
export function readTsFile(text: string, file: string): TimeSeriesFile {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex(line => /^\s*@data\s*$/i.test(line));
  if (start < 0) throw new DataError(`Expected ${file} to have a line @data behind its header, got none.`);
  const header = readHeader(lines.slice(0, start), file);
  const filled = {count: 0};
  const cases = lines.flatMap((line, i) => {
    if (i <= start || isEmpty(line)) return [];
    return [readCase(line.trim(), {...header, filled, place: `line ${i + 1} of ${file}`})];
  });
  if (cases.length === 0) throw new DataError(`Expected ${file} to have a case a line behind @data, got none.`);
  const odd = cases.findIndex(({dimensions}) => dimensions.length !== cases[0]!.dimensions.length);
  if (odd >= 0) {
    const [expected, got] = [cases[0]!, cases[odd]!].map(({dimensions}) => dimensions.length);
    throw new DataError(
      `Expected case ${odd + 1} of ${file} to have ${expected} dimensions like the first, got ${got}.`
    );
  }
  return {classNames: header.classNames, cases, filled: filled.count};
}

interface Header {
  readonly classNames: readonly string[];
  readonly width?: number;
}

function readHeader(lines: readonly string[], file: string): Header {
  const tags = new Map<string, string[]>();
  lines.forEach((line, i) => {
    if (isEmpty(line)) return;
    const [tag = '', ...values] = line.trim().split(/\s+/);
    if (!tag.startsWith('@')) {
      throw new DataError(
        `Expected line ${i + 1} of ${file} to be "@name value" or a comment, got "${line.slice(0, 40)}".`
      );
    }
    tags.set(tag.slice(1).toLowerCase(), values);
  });
  if (YES.test(tags.get('timestamps')?.[0] ?? '')) {
    throw new DataError(`Expected ${file} to have series without time stamps, got @timeStamps true.`);
  }
  const [labelled = '', ...classNames] = tags.get('classlabel') ?? [];
  if (!YES.test(labelled) || classNames.length < 2) {
    const got = tags.has('targetlabel')
      ? '@targetLabel (numbers to predict)'
      : `"${[labelled, ...classNames].join(' ')}"`;
    throw new DataError(
      `Expected the header of ${file} to have "@classLabel true" and two classes at least, got ${got}.`
    );
  }
  const width = tags.get('dimensions') ?? tags.get('dimension');
  return {classNames, width: width && Number(width[0])};
}

interface CaseContext extends Header {
  readonly place: string;
  readonly filled: {count: number};
}

function readCase(line: string, {classNames, width, place, filled}: CaseContext): TimeSeriesCase {
  const parts = line.split(':');
  const label = parts.pop()!.trim();
  if (!classNames.includes(label)) {
    throw new DataError(
      `Expected ${place} to end with one of the classes ${classNames.join(', ')}, got "${label.slice(0, 40)}".`
    );
  }
  if (parts.length === 0 || (width !== undefined && parts.length !== width)) {
    throw new DataError(`Expected ${place} to have ${width ?? 'at least 1'} dimensions, got ${parts.length}.`);
  }
  const dimensions = parts.map((part, i) => {
    const values = Float32Array.from(part.split(','), value =>
      readValue(value.trim(), `dimension ${i + 1} in ${place}`)
    );
    filled.count += fillMissing(values, `dimension ${i + 1} in ${place}`);
    return values;
  });
  return {dimensions, label};
}

function readValue(text: string, place: string): number {
  if (text === '?' || text === 'NaN') return NaN;
  const value = Number(text);
  if (text !== '' && Number.isFinite(Math.fround(value))) return value;
  throw new DataError(`Expected ${place} to hold finite numbers or "?", got "${text.slice(0, 40)}".`);
}

/** Puts a number in the place of each NaN, and says how many there were. */
function fillMissing(values: Float32Array, place: string): number {
  const known = Array.from(values.keys()).filter(i => !Number.isNaN(values[i]));
  if (known.length === values.length) return 0;
  if (known.length === 0) throw new DataError(`Expected ${place} to have a value that is not missing, got none.`);
  values.fill(values[known[0]!]!, 0, known[0]);
  values.fill(values[known.at(-1)!]!, known.at(-1));
  known.slice(1).forEach((to, k) => {
    const from = known[k]!;
    const rise = (values[to]! - values[from]!) / (to - from);
    for (let i = from + 1; i < to; i++) values[i] = values[from]! + rise * (i - from);
  });
  return values.length - known.length;
}

function isEmpty(line: string): boolean {
  return /^\s*([#%]|$)/.test(line);
}
