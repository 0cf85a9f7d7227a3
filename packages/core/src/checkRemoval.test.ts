import {tf} from '@espalier/backend';
import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {removeUnitsChecked, TOLERANCE} from './checkRemoval.ts';
import {disposeNetwork} from './graph/disposeNetwork.ts';
import {findStructure} from './graph/findStructure.ts';
import {logits} from './evaluate.ts';
import {lowestUnits} from './rank.ts';
import {startTestEngine} from './testing/engine.ts';
import {normalizedNetwork, noisyExamples, plainNetwork} from './testing/smallNetworks.ts';

beforeAll(startTestEngine);

describe('removeUnitsChecked', () => {
  it.each([
    ['a plain chain', plainNetwork, [8, 8, 2]],
    ['batch normalisation with β ≠ 0, dropout and hidden units', normalizedNetwork, [9, 9, 2]]
  ] as const)('gives the ablated network for any units of %s', async (_name, build, shape) => {
    const {x, y} = await noisyExamples(6, shape, 3).batch([0, 1, 2, 3, 4, 5]);
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({min: 0, max: 1, noNaN: true})), fc.nat(100), (stream, seed) => {
        const network = build(seed);
        const structure = findStructure(network, {units: ['convolution', 'dense']});
        const scores = Float64Array.from({length: structure.units}, () => Number(stream.next().value));
        const count = 1 + Math.floor(scores[0]! * (structure.units - 1));
        const gone = lowestUnits(scores, structure, count);
        const {difference} = removeUnitsChecked(network, structure, gone, x);
        disposeNetwork(network);
        return difference <= TOLERANCE;
      }),
      {numRuns: 40, seed: 7}
    );
    tf.dispose([x, y]);
  });

  it('notices a removal that ablation does not explain, and names the layer', async () => {
    const {x, y} = await noisyExamples(4, [8, 8, 2], 3).batch([0, 1, 2, 3]);
    const network = plainNetwork();
    const structure = findStructure(network);
    const channels = new Map(structure.channels);
    // A layer type that forgot its flow: the flattened map is said to carry nothing, so the dense kernel is not cut …
    channels.set(
      'flatten',
      channels.get('flatten')!.map(unit => (unit === 4 ? 5 : unit === 5 ? 4 : unit))
    );
    expect(() => removeUnitsChecked(network, {...structure, channels}, [4], x)).toThrow(
      /^Expected removing units of conv2 to change nothing but what ablating them changes \(0\.00001 of the largest logit\), got/
    );
    tf.dispose([x, y]);
    disposeNetwork(network);
  });

  it('leaves logits of the unpruned network alone when the removal is refused', async () => {
    const {x, y} = await noisyExamples(2, [8, 8, 2], 3).batch([0, 1]);
    const network = plainNetwork();
    const structure = findStructure(network);
    const before = logits(network, x);
    expect(() => removeUnitsChecked(network, structure, [0, 1, 2, 3], x)).toThrow(
      'Expected group "conv1" to keep at least one unit, got none left.'
    );
    expect(() => removeUnitsChecked(network, structure, [9], x)).toThrow('Expected a unit from 0 to 8, got 9.');
    const after = logits(network, x);
    expect(after.dataSync()).toEqual(before.dataSync());
    tf.dispose([x, y, before, after]);
    disposeNetwork(network);
  });
});
