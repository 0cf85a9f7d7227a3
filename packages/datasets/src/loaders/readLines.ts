import {DataError} from '../dataError.ts';
import {readBytes} from '../readBytes.ts';

/** The lines of a text file that hold anything, without white space at their ends. */
export async function readLines(file: string): Promise<string[]> {
  const text = new TextDecoder().decode(await readBytes(file));
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** Lines `<id> <value>` as a map; values may have spaces. Throws a DataError that names file and line. */
export async function readPairs(file: string): Promise<Map<string, string>> {
  const pairs = (await readLines(file)).map((line, i) => {
    const [, id, value] = /^(\S+)\s+(\S.*)$/.exec(line) ?? [];
    if (id !== undefined && value !== undefined) return [id, value] as const;
    throw new DataError(`Expected line ${i + 1} of ${file} to be a name and a value, got "${line.slice(0, 40)}".`);
  });
  return new Map(pairs);
}

/** What a map that was read from a file says of a key. Throws a DataError when it says nothing. */
export function lookUp<T>(map: ReadonlyMap<string, T>, key: string, file: string): T {
  const value = map.get(key);
  if (value !== undefined) return value;
  throw new DataError(`Expected ${file} to have ${key}, got nothing under that name.`);
}
