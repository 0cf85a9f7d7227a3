import {DataError} from '../dataError.ts';
import {MATRIX, matElements, numbersOf, textOf, type MatElement} from './matElements.ts';

/** A variable of a MAT-file: numbers in MATLAB's order (columns first), text, or structures. */
export type MatValue =
  | {readonly kind: 'numbers'; readonly shape: readonly number[]; readonly values: Float64Array}
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'structures'; readonly elements: readonly Readonly<Record<string, MatValue>>[]}
  | {readonly kind: 'other'; readonly what: string};

const HEADER = 128; // bytes
const [STRUCTURE, CHARACTERS, FIRST_NUMERIC, LAST_NUMERIC] = [2, 4, 6, 15];
const COMPLEX = 0x800;

/**
 * The variables of a MATLAB level 5 file (`save -v6` and `-v7`), compressed or not, in either byte order. Numbers of
 * every type are read as doubles; cells, objects, sparse and complex matrices are told by name and not read.
 *
 * There is no reader on npm with a licence that fits. Throws a DataError that names the file.
 */
export function readMat(bytes: Uint8Array, file: string): ReadonlyMap<string, MatValue> {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = byteOrder(view);
    const body = new DataView(bytes.buffer, bytes.byteOffset + HEADER, bytes.byteLength - HEADER);
    const variables = [...matElements(body, little)].filter(({type}) => type === MATRIX);
    return new Map(variables.map(element => readMatrix(element, little)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError(`Expected ${file} to be a whole MATLAB level 5 file, got one that cannot be read: ${reason}.`, {
      cause
    });
  }
}

/** The numbers of a variable. Throws a DataError when it is missing or of another kind. */
export function matNumbers(variables: ReadonlyMap<string, MatValue>, name: string, file: string): Float64Array {
  const value = variables.get(name);
  if (value?.kind === 'numbers') return value.values;
  const got = value?.kind ?? (variables.size > 0 ? `only ${[...variables.keys()].join(', ')}` : 'nothing');
  throw new DataError(`Expected ${file} to have numbers under the name ${name}, got ${got}.`);
}

function byteOrder(view: DataView): boolean {
  if (view.byteLength < HEADER) throw new RangeError(`${view.byteLength} bytes, less than a header`);
  const mark = view.getUint16(126, true);
  const little = mark === 0x4d49; // "IM"
  if (!little && mark !== 0x494d) throw new RangeError('no byte order mark (a level 4 or HDF5 file?)');
  const version = view.getUint16(124, little);
  if (version !== 0x100) throw new RangeError(`version 0x${version.toString(16)}`);
  return little;
}

function readMatrix({bytes}: MatElement, little: boolean): readonly [name: string, value: MatValue] {
  const [flags, dimensions, name, ...data] = matElements(bytes, little);
  if (!flags || !dimensions || !name) return ['', {kind: 'numbers', shape: [0, 0], values: new Float64Array()}];
  const shape = [...numbersOf(dimensions, little)];
  return [textOf(name, little), readValue(numbersOf(flags, little)[0]!, shape, data, little)];
}

function readValue(flags: number, shape: readonly number[], data: readonly MatElement[], little: boolean): MatValue {
  const type = flags & 0xff;
  if (type === STRUCTURE) return readStructures(data, little);
  const [first] = data;
  if (type === CHARACTERS) return {kind: 'text', text: first ? textOf(first, little) : ''};
  if (type < FIRST_NUMERIC || type > LAST_NUMERIC || flags & COMPLEX) {
    return {kind: 'other', what: `a matrix of class ${type}${flags & COMPLEX ? ', complex' : ''}`};
  }
  const values = first ? numbersOf(first, little) : new Float64Array();
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.length !== count) throw new RangeError(`${values.length} numbers for [${shape.join(', ')}]`);
  return {kind: 'numbers', shape, values};
}

/** Field names of one width each, then the fields of each structure in turn. */
function readStructures([width, names, ...values]: readonly MatElement[], little: boolean): MatValue {
  if (!width || !names) throw new RangeError('structures without fields');
  const [size] = numbersOf(width, little);
  if (!(size! > 0)) throw new RangeError(`field names of ${size} bytes`);
  const text = textOf(names, little);
  const fields = Array.from({length: text.length / size!}, (_, i) =>
    text.slice(i * size!, (i + 1) * size!).replace(/\0.*$/s, '')
  );
  const elements = Array.from({length: fields.length && values.length / fields.length}, (_, i) =>
    Object.fromEntries(
      fields.map((field, k) => [field, readMatrix(values[i * fields.length + k]!, little)[1]] as const)
    )
  );
  return {kind: 'structures', elements};
}
