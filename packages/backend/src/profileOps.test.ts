import {beforeAll, expect, test} from 'vitest';
import {nativeStatus} from './native/nativeStatus.ts';
import {profileOps} from './profileOps.ts';
import {startEngine} from './startEngine.ts';
import {tf} from './tf.ts';

const native = nativeStatus().installed;
beforeAll(() => startEngine({onNotice: () => undefined}));

test.runIf(native)('counts the calls of each op, the longest first, and only while it watches', () => {
  const work = () => tf.tidy(() => void tf.matMul(tf.ones([64, 64]), tf.relu(tf.relu(tf.ones([64, 64])))).dataSync());
  const ops = profileOps(work);
  expect(ops.find(({op}) => op === 'Relu')?.calls).toBe(2);
  expect(ops.filter(({op}) => op.includes('MatMul')).map(({calls}) => calls)).toEqual([1]);
  expect(ops.map(({seconds}) => seconds)).toEqual(ops.map(({seconds}) => seconds).toSorted((a, b) => b - a));
  work();
  expect(ops.find(({op}) => op === 'Relu')?.calls).toBe(2);
});

test.runIf(native)('leaves the engine as it was when the work fails', () => {
  const fail = () => {
    throw new Error('broken');
  };
  expect(() => profileOps(fail)).toThrow('broken');
  expect(Object.keys(tf.engine().findBackend('tensorflow'))).not.toContain('executeSingleOutput');
});
