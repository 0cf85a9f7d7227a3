import type {WeightData} from '@espalier/core';
import {DataError} from '@espalier/datasets';
import {ModelError} from '../ModelError.ts';
import {plausibleBytes} from '../plausibleBytes.ts';
import {readArchive} from './readArchive.ts';
import {readLegacy} from './readLegacy.ts';
import {readSafetensors} from './readSafetensors.ts';
import {storageType, type Storage} from './storages.ts';
import {TorchTensor} from './torchTensors.ts';
import type {Pickled} from './pickled.ts';

/** What a file of torch.save holds: the pickled value, and the bytes of each storage that it names. */
export interface TorchFile {
  readonly value: Pickled;
  /** Throws where the file does not hold as many bytes as the storage claims. */
  readonly bytes: (storage: Storage) => Uint8Array;
}

/** Where training scripts keep the state dict within what they save. */
const NESTED = ['state_dict', 'model_state_dict', 'model'];

/**
 * The tensors of a PyTorch state dict by name, as float32: `.pth` or `.pt` in either layout of torch.save, or
 * `.safetensors`. Only tensors, dicts and plain values are understood; nothing in the file is run.
 *
 * Throws a ModelError (a DataError for damaged archives) that names the file.
 */
export function readStateDict(bytes: Uint8Array, file: string): Map<string, WeightData> {
  try {
    if (file.endsWith('.safetensors')) return readSafetensors(bytes);
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
    const {value, bytes: bytesOf} = isZip ? readArchive(bytes, file) : readLegacy(bytes);
    const tensors = stateDict(value);
    checkTotal(tensors.values(), plausibleBytes(bytes.byteLength));
    return new Map([...tensors].map(([name, tensor]) => [name, materialized(tensor, bytesOf)]));
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    if (cause instanceof ModelError) throw new ModelError(`${file}: ${cause.message}`, {cause});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(`Expected ${file} to be a whole file of torch.save, got one that cannot be read: ${reason}.`, {
      cause
    });
  }
}

function stateDict(value: Pickled): Map<string, TorchTensor> {
  if (value instanceof Map) {
    const inner = NESTED.map(key => value.get(key)).find(one => one instanceof Map);
    if (inner) return stateDict(inner);
    const tensors = [...value].filter(
      (entry): entry is [string, TorchTensor] => typeof entry[0] === 'string' && entry[1] instanceof TorchTensor
    );
    // Training on several devices puts the network into a wrapper of that name.
    if (tensors.length > 0) return new Map(tensors.map(([name, tensor]) => [name.replace(/^module\./, ''), tensor]));
  }
  throw new ModelError('Expected a state dict (tensors by name), got a value without tensors.');
}

/** Many tensors may be views of one storage: all together could be far larger than the file. */
function checkTotal(tensors: Iterable<TorchTensor>, limit: number): void {
  let total = 0;
  for (const {shape} of tensors) total += shape.reduce((product, side) => product * side, 4);
  if (total > limit)
    throw new ModelError(`Expected tensors of at most ${limit} bytes together, got a claim of ${total}.`);
}

/** Values in row-major order, whatever the strides. */
function materialized({storage, offset, shape, strides}: TorchTensor, bytesOf: TorchFile['bytes']): WeightData {
  const {bytes: width, read} = storageType(storage.type);
  const bytes = bytesOf(storage);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const index = shape.map(() => 0);
  let at = offset;
  for (let i = 0; i < values.length; i++) {
    values[i] = read(view, at * width);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return {shape, values};
}
