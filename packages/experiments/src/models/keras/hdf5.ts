import type {WeightData} from '@espalier/core';
import type {Dataset, File} from 'h5wasm';
import {ModelError} from '../ModelError.ts';
import {plausibleBytes} from '../plausibleBytes.ts';

const FLOAT = 1; // H5T_FLOAT
const NAME = 'model.h5';

/** What the importer asks of an HDF5 file. Paths go from the root: `model_weights/conv1`. */
export interface Hdf5 {
  /** Text of an attribute; nothing where there is none. The root's path is ''. */
  readonly text: (path: string, attribute: string) => string | undefined;
  /** Texts of an attribute that is a list. Keras cuts long ones into `name0`, `name1`, …; these are put together. */
  readonly texts: (path: string, attribute: string) => readonly string[] | undefined;
  readonly has: (path: string) => boolean;
  readonly groups: (path: string) => readonly string[];
  /** A data set of float32 or float64 values. Throws a ModelError where there is none. */
  readonly weight: (path: string) => WeightData;
}

/**
 * Opens an HDF5 file that lies in memory and hands it to `use`. The library works on a file system of its own in
 * memory, so that links to other files lead nowhere.
 *
 * Throws a ModelError that names `file` where the bytes are no HDF5 file or are damaged.
 */
export async function withHdf5<T>(bytes: Uint8Array, file: string, use: (hdf5: Hdf5) => T): Promise<T> {
  // A megabyte of WebAssembly, which only such a file is worth.
  const {File, ready} = await import('h5wasm');
  const library = await ready;
  library.activate_throwing_error_handler();
  library.FS.writeFile(NAME, bytes);
  try {
    const opened = naming(file, () => new File(NAME, 'r'));
    try {
      return use(access(opened, file, bytes.byteLength));
    } finally {
      opened.close();
    }
  } finally {
    library.FS.unlink(NAME);
  }
}

function access(root: File, file: string, fileBytes: number): Hdf5 {
  // Packed data sets, and those never written, may be larger than the file: all together are bounded.
  let left = plausibleBytes(fileBytes);
  const entity = (path: string) => naming(file, () => (path === '' ? root : root.get(path)));
  const attribute = (path: string, name: string) => {
    const group = entity(path);
    if (group === null || !('attrs' in group)) return undefined;
    return naming(file, () => group.attrs[name]?.to_array() ?? undefined);
  };
  const list = (path: string, name: string) => {
    const value = attribute(path, name);
    return Array.isArray(value) ? value.map(String) : undefined;
  };
  return {
    text: (path, name) => {
      const value = attribute(path, name);
      return typeof value === 'string' ? value : undefined;
    },
    texts: (path, name) => {
      const parts: string[][] = [];
      for (let part = list(path, `${name}0`); part; part = list(path, `${name}${parts.length}`)) parts.push(part);
      return parts.length > 0 ? parts.flat() : list(path, name);
    },
    has: path => entity(path) !== null,
    groups: path => {
      const group = entity(path);
      return group !== null && 'keys' in group ? naming(file, () => group.keys()) : [];
    },
    weight: path =>
      naming(file, () => {
        const weight = readWeight(entity(path), {path, file, fileBytes, left});
        left -= 4 * weight.values.length;
        return weight;
      })
  };
}

interface Place {
  readonly path: string;
  readonly file: string;
  readonly fileBytes: number;
  /** Bytes that may still be read. */
  readonly left: number;
}

function readWeight(found: unknown, {path, file, fileBytes, left}: Place): WeightData {
  if (!isDataset(found)) throw new ModelError(`${file}: Expected weights at ${path}, got none.`);
  const {shape, size, type} = found.metadata;
  if (!shape || type !== FLOAT || (size !== 4 && size !== 8)) {
    throw new ModelError(`${file}: Expected ${path} to hold float32 values, got ${JSON.stringify(found.dtype)}.`);
  }
  const bytes = shape.reduce((product, side) => product * side, size);
  if (bytes > left) {
    throw new ModelError(
      `${file}: Expected ${path} to be as large as its file of ${fileBytes} bytes allows, got a claim of shape ` +
        `[${shape.join(', ')}], ${bytes} bytes.`
    );
  }
  const {value} = found;
  const values = typeof value === 'number' ? [value] : (value as Float32Array | Float64Array);
  return {shape, values: Float32Array.from(values)};
}

function isDataset(found: unknown): found is Dataset {
  return typeof found === 'object' && found !== null && 'type' in found && found.type === 'Dataset';
}

/** The library's errors, which know nothing of the file, as one sentence. */
function naming<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    const reason = (cause instanceof Error ? cause.message : String(cause))
      .trim()
      .split('\n')
      .at(-1)!
      .replace(/^\s*minor: /, '');
    throw new ModelError(`Expected ${file} to be a whole HDF5 file, got one that cannot be read: ${reason}`, {cause});
  }
}
