import {tf} from '@espalier/backend';
import type {WeightData} from '@espalier/core';
import {z} from 'zod';
import {ModelError} from './ModelError.ts';

const spec = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z
    .object({
      dtype: z.enum(['uint8', 'uint16', 'float16']),
      scale: z.number().optional(),
      min: z.number().optional()
    })
    .optional()
});

/** One group of a `weightsManifest`: its files, one after the other, hold the values of its weights. */
export const manifestGroup = z.object({paths: z.array(z.string()), weights: z.array(spec)});
export type ManifestGroup = z.output<typeof manifestGroup>;

const BYTES = {float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2} as const;

/** Decodes the bytes of one group, quantized weights included, to float32 by name. */
export function decodeGroup(group: ManifestGroup, bytes: Uint8Array): Map<string, WeightData> {
  const sizes = group.weights.map(({shape, dtype, quantization}) => {
    const elements = shape.reduce((product, size) => product * size, 1);
    return elements * BYTES[quantization?.dtype ?? dtype];
  });
  const expected = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.byteLength !== expected) {
    throw new ModelError(
      `Expected ${group.paths.join(', ')} to hold ${expected} bytes of weights, got ${bytes.byteLength}.`
    );
  }
  // A copy: a small Buffer is a window on memory that it shares, and its own "slice" would be too.
  const {buffer} = new Uint8Array(bytes);
  const tensors = tf.io.decodeWeights(buffer, group.weights);
  const values = new Map<string, WeightData>();
  for (const [name, tensor] of Object.entries(tensors)) {
    values.set(name, {shape: tensor.shape, values: Float32Array.from(tensor.dataSync())});
    tensor.dispose();
  }
  return values;
}
