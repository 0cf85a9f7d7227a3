import {ModelError} from '../ModelError.ts';
import {isStorageType, type Storage} from './storages.ts';
import {PickledGlobal, type Pickled, type PickleReader} from './pickled.ts';

/** A tensor as a file describes it: a view of a storage, by strides. */
export class TorchTensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

const REBUILD = 'torch._utils._rebuild_tensor_v2';
const PARAMETER = 'torch._utils._rebuild_parameter';
const ORDERED = 'collections.OrderedDict';

/** What the pickles of a state dict may name; everything else is refused by name, and nothing is run. */
export const tensorReader: PickleReader = {
  check(name) {
    if (name === REBUILD || name === PARAMETER || name === ORDERED) return;
    if (name.startsWith('torch.') && isStorageType(name.slice('torch.'.length))) return;
    throw new ModelError(
      `Expected tensors by name (a state dict), got an object of ${name}, whose code is never run. ` +
        'Save model.state_dict() in its place.'
    );
  },
  call(name, args) {
    if (name === ORDERED) return ordered(args);
    if (name === PARAMETER) return args[0] ?? null;
    if (name !== REBUILD) throw new ModelError(`Expected a pickle to call ${REBUILD}, got ${name}.`);
    const [storage, offset, shape, strides] = args;
    if (
      isStorage(storage) &&
      isCount(offset) &&
      isCounts(shape) &&
      isCounts(strides) &&
      shape.length === strides.length
    ) {
      return checked(new TorchTensor(storage, offset, shape, strides));
    }
    throw new ModelError('Expected a tensor to have a storage, an offset, a shape and strides, got something else.');
  },
  load(id) {
    const [kind, type, key, , size, view = null] = Array.isArray(id) ? (id as readonly Pickled[]) : [];
    if (
      kind === 'storage' &&
      type instanceof PickledGlobal &&
      typeof key === 'string' &&
      isCount(size) &&
      view === null
    ) {
      return {key, type: type.name.slice('torch.'.length), size} satisfies Storage;
    }
    throw new ModelError('Expected a storage of a tensor, got something else.');
  }
};

/** A tensor stays within its storage, and has no more values than it (which strides of 0 would allow). */
function checked(tensor: TorchTensor): TorchTensor {
  const {storage, offset, shape, strides} = tensor;
  const values = shape.reduce((product, side) => product * side, 1);
  const last = shape.reduce((at, side, axis) => at + (side - 1) * strides[axis]!, offset);
  if (values === 0 || (values <= storage.size && last < storage.size)) return tensor;
  throw new ModelError(
    `Expected a tensor to lie within its storage of ${storage.size} values, got a claim of shape [${shape.join(', ')}].`
  );
}

function ordered([entries = []]: readonly Pickled[]): Map<Pickled, Pickled> {
  if (Array.isArray(entries)) return new Map(entries as [Pickled, Pickled][]);
  throw new ModelError('Expected an OrderedDict of pairs, got something else.');
}

function isStorage(value: unknown): value is Storage {
  return typeof value === 'object' && value !== null && 'key' in value && 'size' in value;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}
