import {ModelError} from '../ModelError.ts';
import type {TorchFile} from './readStateDict.ts';
import {storageType} from './storages.ts';
import {tensorReader, TorchTensor} from './torchTensors.ts';
import type {Pickled} from './pickled.ts';
import {unpickle} from './unpickle.ts';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/**
 * The older layout of torch.save: five pickles (magic number, version, sizes of types, the value, keys of the storages),
 * then for each key the number of values (u64) and the values themselves.
 */
export function readLegacy(bytes: Uint8Array): TorchFile {
  if (bytes[0] !== 0x80) throw new ModelError('Expected a file of torch.save, got other data.');
  let at = 0;
  const next = (): Pickled => {
    const {value, end} = unpickle(bytes, at, tensorReader);
    at = end;
    return value;
  };
  if (next() !== MAGIC || next() !== PROTOCOL)
    throw new ModelError('Expected a file of torch.save, got another pickle.');
  const system = next();
  if (system instanceof Map && system.get('little_endian') === false) {
    throw new ModelError('Expected values in little-endian order, got big-endian ones.');
  }
  const value = next();
  const keys = next();
  const places = storagePlaces(bytes, {at, keys, types: storageTypes(value)});
  return {
    value,
    bytes: ({key, type, size}) => {
      const data = places.get(key);
      const expected = size * storageType(type).bytes;
      if (data && data.byteLength >= expected) return data;
      throw new ModelError(`Expected storage ${key} to hold ${expected} bytes, got ${data?.byteLength ?? 'none'}.`);
    }
  };
}

interface Places {
  readonly at: number;
  readonly keys: Pickled;
  readonly types: ReadonlyMap<string, string>;
}

function storagePlaces(bytes: Uint8Array, {at: start, keys, types}: Places): Map<string, Uint8Array> {
  if (!Array.isArray(keys)) throw new ModelError('Expected a list of storages, got something else.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys.map(String)) {
    const type = types.get(key);
    if (type === undefined) throw new ModelError(`Expected storage ${key} to belong to a tensor, got none.`);
    const size = Number(view.getBigUint64(at, true)) * storageType(type).bytes;
    if (size > bytes.byteLength - at - 8) {
      const left = bytes.byteLength - at - 8;
      throw new ModelError(
        `Expected storage ${key} to fit into the ${left} bytes that follow, got a claim of ${size}.`
      );
    }
    places.set(key, bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size;
  }
  return places;
}

/** Type of every storage that the value's tensors are views of, wherever they lie in it. */
function storageTypes(value: Pickled): Map<string, string> {
  const types = new Map<string, string>();
  const seen = new Set<unknown>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof TorchTensor) types.set(next.storage.key, next.storage.type);
    else if (next instanceof Map) open.push(...next.values());
    else if (Array.isArray(next)) open.push(...(next as unknown[]));
  }
  return types;
}
