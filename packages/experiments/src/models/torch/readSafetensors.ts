import type {WeightData} from '@espalier/core';
import {z} from 'zod';
import {ModelError} from '../ModelError.ts';
import {storageType} from './storages.ts';

const count = z.int().min(0);
const header = z.record(
  z.string(),
  z.object({dtype: z.string(), shape: z.array(count), data_offsets: z.tuple([count, count])})
);

/** Names of the types there, and in torch. */
const TYPES: Readonly<Record<string, string>> = {
  F64: 'DoubleStorage',
  F32: 'FloatStorage',
  F16: 'HalfStorage',
  BF16: 'BFloat16Storage',
  I64: 'LongStorage',
  I32: 'IntStorage',
  I16: 'ShortStorage',
  I8: 'CharStorage',
  U8: 'ByteStorage',
  BOOL: 'BoolStorage'
};

/** Tensors of a `.safetensors` file: the length of a JSON header (u64), the header, the values. */
export function readSafetensors(bytes: Uint8Array): Map<string, WeightData> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength >= 8 ? Number(view.getBigUint64(0, true)) : Infinity;
  if (length > bytes.byteLength - 8) {
    throw new ModelError(`Expected a header within the file's ${bytes.byteLength} bytes, got a claim of ${length}.`);
  }
  const {__metadata__: _metadata, ...described} = parse(Buffer.from(bytes.subarray(8, 8 + length)).toString('utf8'));
  const result = header.safeParse(described);
  if (!result.success) throw new ModelError('Expected a header of tensors with dtype, shape and data_offsets.');
  const data = new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.byteLength - 8 - length);
  return new Map(
    Object.entries(result.data).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to]
        }
      ]) => {
        const {bytes: width, read} = storageType(TYPES[dtype] ?? dtype);
        const size = shape.reduce((product, side) => product * side, 1);
        if (to > data.byteLength || to - from !== size * width) {
          throw new ModelError(
            `Expected tensor "${name}" to fit into the file, got a claim of shape [${shape.join(', ')}] at ` +
              `bytes ${from} to ${to} of ${data.byteLength}.`
          );
        }
        return [name, {shape, values: Float32Array.from({length: size}, (_, i) => read(data, from + i * width))}];
      }
    )
  );
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new ModelError('Expected a header in JSON, got other text.', {cause});
  }
}
