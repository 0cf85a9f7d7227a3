import {tf} from '@espalier/backend';
import fc from 'fast-check';
import {beforeAll, expect, it} from 'vitest';
import {keepPositions} from './keepPositions.ts';
import {startTestEngine} from './testing/engine.ts';

beforeAll(startTestEngine);

it('keeps what gathering keeps, along any axis, and leaves nothing behind', () => {
  const tensor = tf.randomNormal([3, 4, 40], 0, 1, 'float32', 1);
  const before = tf.memory().numTensors;
  fc.assert(
    fc.property(fc.integer({min: 0, max: 2}), fc.array(fc.nat(39), {maxLength: 4}), (axis, gone) => {
      const kept = [...Array(tensor.shape[axis]).keys()].filter(position => !gone.includes(position));
      fc.pre(kept.length > 0);
      const [ours, gathered] = [keepPositions(tensor, kept, axis), tf.gather(tensor, kept, axis)];
      expect(ours.shape).toEqual(gathered.shape);
      expect(ours.dataSync()).toEqual(gathered.dataSync());
      tf.dispose([ours, gathered]);
    })
  );
  expect(tf.memory().numTensors).toBe(before);
  tensor.dispose();
});
