import {DataError} from '../dataError.ts';

export interface NpyHeader {
  /** NumPy's type string, such as `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const ENTRY = /\s*(['"])(\w+)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\dL\s,]*)\))\s*(?:,|(?=\}\s*$))/y;

/**
 * Reads the header of an `.npy` file, which is a Python dictionary in text: exactly the keys `descr`, `fortran_order`
 * and `shape`, in any order, and nothing that would have to be evaluated.
 */
export function parseNpyHeader(text: string, where: string): NpyHeader {
  const entries = readEntries(text.trim());
  const descr = entries?.get('descr')?.text;
  const fortranOrder = entries?.get('fortran_order')?.flag;
  const tuple = entries?.get('shape')?.tuple;
  const shape = tuple === undefined ? undefined : readTuple(tuple);
  if (entries?.size !== 3 || descr === undefined || fortranOrder === undefined || shape === undefined) {
    const shown = text.trim().slice(0, 80);
    throw new DataError(
      `Expected the header of ${where} to be like {'descr': '<f4', 'fortran_order': False, 'shape': (10, 28, 28), }, ` +
        `got ${JSON.stringify(shown)}.`
    );
  }
  return {descr, fortranOrder, shape};
}

interface Value {
  readonly text?: string;
  readonly flag?: boolean;
  readonly tuple?: string;
}

/** The dictionary's entries, or nothing when the text is anything else. */
function readEntries(text: string): ReadonlyMap<string, Value> | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  const entries = new Map<string, Value>();
  let position = 1;
  while (text.slice(position).trim() !== '}') {
    ENTRY.lastIndex = position;
    const match = ENTRY.exec(text);
    if (!match || entries.has(match[2]!)) return undefined;
    entries.set(match[2]!, {text: match[4], flag: match[5] && match[5] === 'True', tuple: match[6]} as Value);
    position = ENTRY.lastIndex;
  }
  return entries;
}

/** `3, 4`, `3,` or nothing, with Python 2's `3L` allowed; a lone `3` is no tuple. */
function readTuple(text: string): number[] | undefined {
  if (text.trim() === '') return [];
  if (!/^\s*\d+L?\s*,(\s*\d+L?\s*,)*(\s*\d+L?)?\s*$/.test(text)) return undefined;
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
