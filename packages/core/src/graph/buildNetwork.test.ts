import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {startTestEngine} from '../testing/engine.ts';
import {normalizedNetwork} from '../testing/smallNetworks.ts';
import {withFreshWeights} from './buildNetwork.ts';
import {disposeNetwork} from './disposeNetwork.ts';
import {findStructure} from './findStructure.ts';
import {removeUnits} from '../removeUnits.ts';

beforeAll(startTestEngine);

it('draws a pruned shape anew: its sizes, other weights, the same ones for the same seed', () => {
  const network = normalizedNetwork();
  removeUnits(network, findStructure(network), [0, 1]);
  const before = tf.memory().numTensors;
  const [one, again, other] = ['a', 'a', 'b'].map(seed => withFreshWeights(network, seed));
  const shapes = (from: typeof network) => [...from.weights].map(([name, {shape}]) => [name, shape]);
  expect(shapes(one!).toSorted()).toEqual(shapes(network).toSorted());
  const values = (from: typeof network) => [...from.weights.values()].flatMap(tensor => [...tensor.dataSync()]);
  expect(values(one!)).toEqual(values(again!));
  expect(values(one!)).not.toEqual(values(other!));
  expect(values(one!)).not.toEqual(values(network));
  [one, again, other].forEach(fresh => disposeNetwork(fresh!));
  expect(tf.memory().numTensors).toBe(before);
  disposeNetwork(network);
});
