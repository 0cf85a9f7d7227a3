import {beforeAll, describe, expect, it} from 'vitest';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {findStructure} from '../graph/findStructure.ts';
import {planNetwork, type LayerPlan} from '../graph/planNetwork.ts';
import {startTestEngine} from '../testing/engine.ts';
import {plainNetwork} from '../testing/smallNetworks.ts';
import {countOracleFlops} from './countOracleFlops.ts';
import {fittingBatch} from './fittingBatch.ts';

beforeAll(startTestEngine);

/** A chain of 3 × 3 convolutions and pooling (`M`), dense layers behind it. */
function chain(steps: readonly (number | 'M')[], side: number, dense: readonly number[]) {
  const body = steps.map((step, i): LayerPlan =>
    step === 'M'
      ? {type: 'MaxPooling2D', name: `pool${i}`}
      : {type: 'Conv2D', name: `conv${i}`, config: {filters: step, kernel_size: 3, padding: 'same', activation: 'relu'}}
  );
  const head = dense.map((units, i): LayerPlan => ({type: 'Dense', name: `dense${i}`, config: {units}}));
  const layers = [...body, {type: 'Flatten', name: 'flatten'}, ...head];
  return planNetwork({name: 'chain', inputShape: [side, side, 3], layers});
}

describe('countOracleFlops', () => {
  it('counts what is done again for each unit of a chain', () => {
    const network = plainNetwork();
    // conv1: 8² · (2 · 9 + 1) · 4 · 2, conv2: 2² · (4 · 9 + 1) · 5 · 2, dense: (2 · 20 − 1) · 3
    const [conv1, conv2, dense] = [9728, 1480, 117];
    const pass = conv1 + conv2 + dense;
    expect(countOracleFlops(network, findStructure(network))).toEqual({
      bruteForce: 10 * pass,
      // Once what the consumers read, then a fourth of conv2 for each unit of conv1, a fifth of dense for each of conv2.
      incremental: pass + conv2 + 4 * (conv2 / 4 + dense) + dense + 5 * (dense / 5)
    });
    disposeNetwork(network);
  });

  it.each([
    ['six convolutions on small images', [32, 32, 'M', 64, 64, 'M', 128, 128, 'M'], 32, [10], 5.3],
    ['seven wide convolutions', [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M'], 32, [10], 4.4],
    [
      'VGG-16',
      [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M'],
      224,
      [4096, 4096, 1000],
      5.15
    ]
  ] as const)('saves most of brute force on %s', (_name, steps, side, dense, times) => {
    const network = chain(steps, side, dense);
    const {bruteForce, incremental} = countOracleFlops(network, findStructure(network));
    expect(bruteForce / incremental).toBeCloseTo(times, 1);
  });
});

describe('fittingBatch', () => {
  it('is 250, or fewer where their activations would not fit into 1 GiB', () => {
    expect(fittingBatch(chain([32, 'M', 64], 32, [10]))).toBe(250);
    expect(fittingBatch(chain([64, 64, 'M', 128], 224, [10]))).toBe(25);
    expect(fittingBatch(chain([512], 2048, [1]))).toBe(1);
  });
});
