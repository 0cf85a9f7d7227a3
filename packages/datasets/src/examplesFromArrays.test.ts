import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {examplesFromArrays} from './examplesFromArrays.ts';
import {labelsOf} from './labeledExamples.ts';
import {padExamples} from './padExamples.ts';
import {subset, takeExamples} from './takeExamples.ts';

await tf.setBackend('cpu');

/** Three images of 1 × 2 pixels. */
const examples = examplesFromArrays({
  x: Uint8Array.of(0, 51, 102, 153, 204, 255),
  y: [2, 0, 1],
  shape: [1, 2, 1],
  classes: 3
});

test('a batch holds the examples asked for, in that order, with repeats: bytes divided by 255, labels one-hot', () => {
  const {x, y} = examples.batch([2, 0, 2]);
  expect(x.shape).toEqual([3, 1, 2, 1]);
  expect(x.dtype).toBe('float32');
  expect([...x.dataSync()]).toEqual([204, 255, 0, 51, 204, 255].map(byte => Math.fround(byte / 255)));
  expect(y.arraySync()).toEqual([
    [0, 1, 0],
    [0, 0, 1],
    [0, 1, 0]
  ]);
  tf.dispose([x, y]);
});

test('floats are passed on as they are, or divided by the divisor', () => {
  const arrays = {x: Float32Array.of(-1.5, 8), y: [0, 1], shape: [1], classes: 2};
  const [plain, halved] = [examplesFromArrays(arrays), examplesFromArrays({...arrays, divisor: 2})].map(made => {
    const {x, y} = made.batch([0, 1]);
    const values = [...x.dataSync()];
    tf.dispose([x, y]);
    return values;
  });
  expect(plain).toEqual([-1.5, 8]);
  expect(halved).toEqual([-0.75, 4]);
});

test('batches leave no tensors behind but the two that they hand over, padded or not', async () => {
  const before = tf.memory().numTensors;
  for (const source of [examples, takeExamples(examples, [1, 2]), padExamples(examples, 4)]) {
    const batch = await source.batch([0, 1]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([batch.x, batch.y]);
    expect(tf.memory().numTensors).toBe(before);
  }
});

test('taken examples carry their own labels and can be taken from again', async () => {
  const taken = takeExamples(takeExamples(examples, [2, 1, 0]), [2, 2, 0]);
  expect([...labelsOf(taken)]).toEqual([2, 2, 1]);
  expect(taken.size).toBe(3);
  const {x, y} = await taken.batch([0, 2]);
  expect([...x.dataSync()]).toEqual([0, 51, 204, 255].map(byte => Math.fround(byte / 255)));
  tf.dispose([x, y]);
});

test('subset takes the first examples, or all', () => {
  expect([...subset(examples, 2).labels]).toEqual([2, 0]);
  expect(subset(examples, 'all')).toBe(examples);
  expect(() => subset(examples, 4)).toThrow('Expected the number of examples to be at most 3, got 4.');
  expect(() => subset(examples, 1.5)).toThrow(
    'Expected the number of examples to be a positive whole number or "all", got 1.5.'
  );
});

test('padding puts zeros around each image, one more at the bottom and right when the remainder is odd', async () => {
  const padded = padExamples(examples, [2, 4]);
  expect(padded.shape).toEqual([2, 4, 1]);
  const {x, y} = await padded.batch([2]);
  expect(x.shape).toEqual([1, 2, 4, 1]);
  expect([...x.dataSync()]).toEqual([0, Math.fround(204 / 255), 1, 0, 0, 0, 0, 0]);
  tf.dispose([x, y]);
});

test('padding to less than the image, or of what is no image, is an error', () => {
  expect(() => padExamples(examples, 1)).toThrow('Expected padTo to be a whole number of at least the width 2, got 1.');
  const vectors = examplesFromArrays({x: Float32Array.of(1, 2), y: [0], shape: [2], classes: 1});
  expect(() => padExamples(vectors, 4)).toThrow(
    'Expected examples to be images [height, width, channels] for padTo, got shape [2].'
  );
});

test('wrong arrays and indices are errors that say where', () => {
  const arrays = {x: new Float32Array(4), y: [0, 1], shape: [2], classes: 2};
  const messages: [() => unknown, string][] = [
    [() => examplesFromArrays({...arrays, y: [0]}), 'Expected x to have 1 labels × [2] = 2 values, got 4.'],
    [() => examplesFromArrays({...arrays, y: [0, 2]}), 'Expected y[1] to be a class index from 0 to 1, got 2.'],
    [
      () => examplesFromArrays({...arrays, x: Float32Array.of(0, 1, 2, NaN)}),
      'Expected x[1, 1] to be a finite number, got NaN.'
    ],
    [() => examples.batch([0, 3]), 'Expected example indices to be whole numbers from 0 to 2, got 3 at 1.'],
    [() => takeExamples(examples, [-1]), 'Expected example indices to be whole numbers from 0 to 2, got -1 at 0.'],
    [
      () => labelsOf({size: 0, shape: [], classes: 1, batch: () => examples.batch([])}),
      'Expected examples to carry `labels` (an Int32Array), got examples without. Make them by openData.'
    ]
  ];
  for (const [act, message] of messages) expect(act).toThrow(message);
});
