import {describe, expect, it} from 'vitest';
import {auroc} from '../metrics/auroc.ts';
import type {Outcomes} from '../metrics/metric.ts';
import {createRandom} from '../random.ts';
import {DROP_METRICS, dropBound} from './dropBound.ts';
import {scoreBound, Z, type Pairs} from './scoreBound.ts';

/** Outcomes of a network that is right where it is said to be, with probabilities to match. */
function outcomes(labels: readonly number[], right: readonly boolean[], classes = 2): Outcomes {
  const predicted = labels.map((label, i) => (right[i] ? label : (label + 1) % classes));
  const probabilities = predicted.flatMap(one =>
    Array.from({length: classes}, (_, c) => (c === one ? 0.7 : 0.3 / classes))
  );
  return {
    classes,
    labels: Int32Array.from(labels),
    predicted: Int32Array.from(predicted),
    probabilities: Float32Array.from(probabilities)
  };
}

/** The score at a drop, by the likeliest probability of a gain found on a grid. */
function scoreOnGrid({examples: n, lost, gained}: Pairs, drop: number): number {
  const steps = 200_000;
  let [best, gain] = [-Infinity, 0];
  for (let i = 1; i < steps; i++) {
    const p = i / steps;
    const [up, same] = [p + drop, 1 - 2 * p - drop];
    if (up <= 0 || same <= 0) continue;
    const likelihood = lost * Math.log(up) + gained * Math.log(p) + (n - lost - gained) * Math.log(same);
    if (likelihood > best) [best, gain] = [likelihood, p];
  }
  return (lost - gained - n * drop) / Math.sqrt(n * (2 * gain + drop - drop * drop));
}

describe('the score bound', () => {
  it('is z² / (n + z²) where no answer changed', () => {
    expect(scoreBound({examples: 20, lost: 0, gained: 0})).toBeCloseTo(Z ** 2 / (20 + Z ** 2), 12);
    expect(scoreBound({examples: 1000, lost: 0, gained: 0})).toBeCloseTo(0.002698, 6);
  });

  it.each([
    [{examples: 50, lost: 12, gained: 4}],
    [{examples: 44, lost: 1, gained: 3}],
    [{examples: 300, lost: 9, gained: 0}],
    [{examples: 30, lost: 1, gained: 15}]
  ])('is where the score test just fails to reject: %o', pairs => {
    const bound = scoreBound(pairs);
    expect(scoreOnGrid(pairs, bound)).toBeCloseTo(-Z, 2);
    expect(bound).toBeGreaterThan((pairs.lost - pairs.gained) / pairs.examples);
  });

  it('is below the true drop of five tests in a hundred, about', () => {
    const {uniform} = createRandom('coverage');
    const [examples, loss, gain] = [200, 0.06, 0.03];
    const trials = 2000;
    let missed = 0;
    for (let trial = 0; trial < trials; trial++) {
      let [lost, gained] = [0, 0];
      for (let i = 0; i < examples; i++) {
        const u = uniform();
        if (u < loss) lost += 1;
        else if (u < loss + gain) gained += 1;
      }
      if (scoreBound({examples, lost, gained}) < loss - gain) missed += 1;
    }
    expect(missed / trials).toBeGreaterThan(0.03);
    expect(missed / trials).toBeLessThan(0.065);
  });
});

describe('the drop', () => {
  const labels = Array.from({length: 60}, (_, i) => (i < 40 ? 0 : 1));
  const before = outcomes(
    labels,
    labels.map((_, i) => i % 10 !== 0)
  );
  // Of class 0, i = 1, 2 and 3 are lost and 10 gained; of class 1, 41 is lost.
  const changed = new Set([1, 2, 3, 10, 41]);
  const after = outcomes(
    labels,
    labels.map((_, i) => (i % 10 !== 0) !== changed.has(i))
  );

  it('of accuracy is of all examples, of sensitivity and specificity of their class', () => {
    expect(dropBound('accuracy', before, after)).toEqual({
      drop: 3 / 60,
      bound: scoreBound({examples: 60, lost: 4, gained: 1})
    });
    expect(dropBound('sensitivity', before, after)?.bound).toBeCloseTo(
      scoreBound({examples: 20, lost: 1, gained: 0}),
      12
    );
    expect(dropBound('specificity', before, after)).toEqual({
      drop: 2 / 40,
      bound: scoreBound({examples: 40, lost: 3, gained: 1})
    });
  });

  it('of balanced accuracy adds the margins of its classes as squares', () => {
    const margins = [
      scoreBound({examples: 40, lost: 3, gained: 1}) - 2 / 40,
      scoreBound({examples: 20, lost: 1, gained: 0}) - 1 / 20
    ];
    const drop = (2 / 40 + 1 / 20) / 2;
    const {bound} = dropBound('balancedAccuracy', before, after)!;
    expect(bound).toBeCloseTo(drop + Math.sqrt(margins[0]! ** 2 + margins[1]! ** 2) / 2, 12);
    // Of three classes, sensitivity is the same as balanced accuracy.
    const [first, last] = [before, after].map(one => ({...one, classes: 3}));
    expect(dropBound('sensitivity', first!, last!)).toEqual(dropBound('balancedAccuracy', first!, last!));
  });

  it('of all else is drawn by the seed, and bounds what was seen', () => {
    const drawn = dropBound('auroc', before, after, 7)!;
    expect(drawn).toEqual(dropBound('auroc', before, after, 7));
    expect(drawn.drop).toBe(auroc(before)! - auroc(after)!);
    expect(drawn.bound).toBeGreaterThan(drawn.drop);
    expect(drawn.bound).toBeLessThan(drawn.drop + 0.2);
    expect(dropBound('auroc', before, after, 8)!.bound).not.toBe(drawn.bound);
    expect(dropBound('worstClassAccuracy', before, before)).toEqual({drop: 0, bound: 0});
  });

  it('is null where the metric has no number', () => {
    const well = outcomes([0, 0, 0], [true, true, false]);
    expect(DROP_METRICS.map(metric => dropBound(metric, well, well)?.drop ?? null)).toEqual([0, 0, null, 0, null, 0]);
  });
});
