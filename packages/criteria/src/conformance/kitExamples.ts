import {tf} from '@espalier/backend';
import {createRandom, type Examples} from '@espalier/core';

export const SIZE = 20;
export const SHAPE: readonly number[] = [6, 6, 2];
export const CLASSES = 3;

/** Seeded normal noise with labels at random, or the same value everywhere: [6, 6, 2], 3 classes. */
export function kitExamples({
  size = SIZE,
  constant
}: {readonly size?: number; readonly constant?: number} = {}): Examples {
  const length = SHAPE.reduce((product, axis) => product * axis, 1);
  const random = createRandom('conformance/examples');
  const rows = Array.from({length: size}, () => Array.from({length}, () => constant ?? random.normal()));
  const labels = rows.map(() => Math.floor(CLASSES * random.uniform()));
  return {
    size,
    shape: SHAPE,
    classes: CLASSES,
    batch: indices => ({
      x: tf.tensor4d(
        indices.flatMap(index => rows[index]!),
        [indices.length, 6, 6, 2]
      ),
      y: tf.tidy(() =>
        tf
          .oneHot(
            tf.tensor1d(
              indices.map(index => labels[index]!),
              'int32'
            ),
            CLASSES
          )
          .toFloat()
          .as2D(indices.length, CLASSES)
      )
    })
  };
}
