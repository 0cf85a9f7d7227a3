import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {crossEntropy} from '../loss.ts';
import {startTestEngine} from '../testing/engine.ts';
import {normal} from '../testing/oneLayer.ts';
import {softTargets} from './softTargets.ts';
import {featureTerm, logitsTerm, type Term} from './terms.ts';

beforeAll(startTestEngine);

const matrix = (...rows: number[][]) => tf.tensor2d(rows);
const values = (tensor: tf.Tensor) => [...tensor.dataSync()];

/** Numbers of a scope whose tensors are freed. */
function numbers<T>(work: () => T): T {
  const before = tf.memory().numTensors;
  tf.engine().startScope();
  try {
    return work();
  } finally {
    tf.engine().endScope();
    expect(tf.memory().numTensors).toBe(before);
  }
}

/** Compares a term's derivative with central differences of its cost. */
function checkDerivative(at: tf.Tensor, term: (at: tf.Tensor) => Term): void {
  const step = 0.02;
  const derivative = values(term(at).derivative);
  const flat = values(at);
  flat.forEach((_value, i) => {
    const moved = (by: number) =>
      tf.tensor(
        flat.map((value, at) => (at === i ? value + by : value)),
        at.shape
      );
    const [up, down] = [step, -step].map(by => values(term(moved(by)).cost)[0]!);
    expect(derivative[i]).toBeCloseTo((up! - down!) / (2 * step), 3);
  });
}

describe('soft targets', () => {
  it('cost T² · KL of the softened probabilities, by hand', () => {
    // T = 2: p = softmax(ln 3, 0) = (3/4, 1/4) for the teacher, q = (1/2, 1/2)
    const [cost] = numbers(() => values(softTargets(2).perExample(matrix([5, 5]), matrix([2 * Math.log(3), 0]))));
    expect(cost).toBeCloseTo(4 * (0.75 * Math.log(1.5) + 0.25 * Math.log(0.5)), 5);
    const derivative = numbers(() => values(softTargets(2).derivative(matrix([5, 5]), matrix([2 * Math.log(3), 0]))));
    expect(derivative[0]).toBeCloseTo(2 * (0.5 - 0.75), 5);
    expect(derivative[1]).toBeCloseTo(2 * (0.5 - 0.25), 5);
  });

  it('come to matching centred logits where the temperature is high', () => {
    const [logits, taught] = [
      [1, -2, 4],
      [3, 0, -1]
    ];
    const derivative = numbers(() => values(softTargets(1000).derivative(matrix(logits), matrix(taught))));
    const centred = (row: number[]) => row.map(value => value - row.reduce((sum, one) => sum + one, 0) / 3);
    const [z, v] = [centred(logits), centred(taught)];
    derivative.forEach((value, i) => expect(value).toBeCloseTo((z[i]! - v[i]!) / 3, 2));
  });

  it('cost nothing to who agrees with the teacher, up to what all logits have in common', () => {
    numbers(() => {
      const [logits, taught] = [matrix([1, 2, 3]), matrix([11, 12, 13])];
      expect(values(softTargets(3).perExample(logits, taught))[0]).toBeCloseTo(0, 5);
      values(softTargets(3).derivative(logits, taught)).forEach(value => expect(value).toBeCloseTo(0, 5));
    });
  });
});

describe('the term of the logits', () => {
  const y = () => matrix([1, 0, 0, 0], [0, 0, 1, 0], [0.5, 0, 0, 0.5]);

  it.each([0, 0.3, 1])('is (1 − w) · cross-entropy + w · T² · KL with its derivative: w = %d', weight => {
    numbers(() => {
      const [logits, taught] = [normal([3, 4], 1) as tf.Tensor2D, normal([3, 4], 2) as tf.Tensor2D];
      const common = {taught, y: y(), loss: crossEntropy, temperature: 2.5, weight};
      const {cost} = logitsTerm({logits, ...common});
      const hard = values(tf.mean(crossEntropy.perExample(logits, y())))[0]!;
      const soft = values(tf.mean(softTargets(2.5).perExample(logits, taught)))[0]!;
      expect(values(cost)[0]).toBeCloseTo((1 - weight) * hard + weight * soft, 5);
      checkDerivative(logits, at => logitsTerm({logits: at as tf.Tensor2D, ...common}));
    });
  });
});

describe('the term of a feature map', () => {
  it('is the squared error over the teacher’s squares, by hand', () => {
    numbers(() => {
      // (1 + 4) / (4 + 1)
      expect(values(featureTerm(matrix([1, 3]), matrix([2, 1]), 1).cost)[0]).toBeCloseTo(1, 6);
      expect(values(featureTerm(matrix([2, 1]), matrix([2, 1]), 1).cost)[0]).toBe(0);
      expect(values(featureTerm(matrix([0, 0]), matrix([2, 1]), 0.25).cost)[0]).toBeCloseTo(0.25, 6);
    });
  });

  it('has the derivative of finite differences', () => {
    numbers(() => {
      const taught = normal([2, 3, 3, 2], 4);
      checkDerivative(normal([2, 3, 3, 2], 3), at => featureTerm(at, taught, 2));
    });
  });

  it('teaches nothing where the teacher shows nothing', () => {
    numbers(() => {
      const {cost, derivative} = featureTerm(matrix([1, 3]), matrix([0, 0]), 1);
      expect([...values(cost), ...values(derivative)]).toEqual([0, 0, 0]);
    });
  });
});
