import {tf} from '@espalier/backend';
import {DataError} from './dataError.ts';
import type {LabeledExamples} from './labeledExamples.ts';

/**
 * Images with zeros around them: [height, width, channels] grows to `padTo` (one number means a square). An odd
 * remainder goes to the bottom and the right. Images stay as they are in memory; each batch is padded as it is made.
 */
export function padExamples(examples: LabeledExamples, padTo: number | readonly [number, number]): LabeledExamples {
  const [height, width] = typeof padTo === 'number' ? [padTo, padTo] : padTo;
  const [oldHeight, oldWidth, channels] = imageShape(examples.shape);
  const rows = margins(oldHeight, height, 'height');
  const columns = margins(oldWidth, width, 'width');
  return {
    ...examples,
    shape: [height, width, channels],
    async batch(indices, draw) {
      const {x, ...rest} = await examples.batch(indices, draw); // x: [batch, oldHeight, oldWidth, channels]
      const padded = tf.pad(x, [[0, 0], rows, columns, [0, 0]]); // [batch, height, width, channels]
      x.dispose();
      return {...rest, x: padded};
    }
  };
}

function imageShape(shape: readonly number[]): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new DataError(
      `Expected examples to be images [height, width, channels] for padTo, got shape [${shape.join(', ')}].`
    );
  }
  return [height, width, channels];
}

function margins(before: number, after: number, what: string): [number, number] {
  if (!Number.isInteger(after) || after < before) {
    throw new DataError(`Expected padTo to be a whole number of at least the ${what} ${before}, got ${after}.`);
  }
  const first = Math.floor((after - before) / 2);
  return [first, after - before - first];
}
