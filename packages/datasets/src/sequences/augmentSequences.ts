import {tf} from '@espalier/backend';
import type {Draw} from '@espalier/core';
import seedrandom from 'seedrandom';
import type {LabeledExamples} from '../labeledExamples.ts';
import {addNoise, changedSteps, resample, scaleDimensions, warpedParts, type Sequence} from './changeSequence.ts';
import type {SequenceAugment} from './sequenceAugment.ts';

/**
 * Sequences [steps, dimensions] that are varied wherever a batch has a draw, each as follows from the draw's seed, its
 * update and the sequence's index alone; without a draw they are as they are.
 *
 * `lengths` has the steps of each sequence. The zeros behind them are padding and stay zeros: a sequence that gets shorter
 * ends in more of them, and one that gets longer than there is room for is cut off at its end.
 */
export function augmentSequences(
  examples: LabeledExamples,
  augment: SequenceAugment,
  lengths?: Int32Array
): LabeledExamples {
  const [steps = 0, dimensions = 0] = examples.shape;
  return {
    ...examples,
    async batch(indices, draw) {
      const batch = await examples.batch(indices, draw);
      if (!draw) return batch;
      const before = (await batch.x.data()) as Float32Array; // [batch, steps, dimensions]
      const after = new Float32Array(before.length);
      Array.from(indices).forEach((index, row) => {
        const start = row * steps * dimensions;
        const values = before.slice(start, start + (lengths?.[index] ?? steps) * dimensions);
        const changed = changeSequence({values, dimensions}, augment, draw, index);
        after.set(changed.subarray(0, steps * dimensions), start);
      });
      const x = tf.tensor(after, batch.x.shape);
      batch.x.dispose();
      return {...batch, x};
    }
  };
}

function changeSequence(sequence: Sequence, augment: SequenceAugment, draw: Draw, index: number): Float32Array {
  const {length = 0, warp = 0, scale = 0, jitter = 0} = augment;
  const uniform = seedrandom.alea(`${draw.seed}/sequences/${draw.update}/${index}`);
  // Box and Muller; 1 − u keeps the logarithm away from 0.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  // Always drawn, so that switching one kind off leaves the others as they were; noise, of which there is more, is last.
  const steps = changedSteps(sequence.values.length / sequence.dimensions, length, uniform);
  const parts = warpedParts(warp, uniform);
  const normals = Array.from({length: sequence.dimensions}, normal);
  const changed = length > 0 || warp > 0 ? resample(sequence, steps, parts) : sequence;
  if (scale > 0) scaleDimensions(changed, scale, normals);
  if (jitter > 0) addNoise(changed, jitter, normal);
  return changed.values;
}
