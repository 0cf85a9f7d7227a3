import {tf} from '@espalier/backend';
import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {removeUnitsChecked, TOLERANCE} from './checkRemoval.ts';
import {evaluate, logits} from './evaluate.ts';
import {cloneNetwork, disposeNetwork} from './graph/disposeNetwork.ts';
import {findStructure} from './graph/findStructure.ts';
import {readModel} from './graph/readModel.ts';
import {writeModel} from './graph/writeModel.ts';
import {lossChanges, measureOracle, type OracleState} from './oracle.ts';
import {lowestUnits} from './rank.ts';
import {createRandom} from './random.ts';
import {removeUnits} from './removeUnits.ts';
import {startTestEngine} from './testing/engine.ts';
import {randomNetwork} from './testing/randomNetwork.ts';
import {predictions} from './testing/tensorFlow.ts';
import {noisyExamples} from './testing/smallNetworks.ts';

beforeAll(startTestEngine);

const RUNS = Number(process.env['ESPALIER_TEST_NETWORKS'] ?? 60);
const examples = noisyExamples(6, [6, 5, 2], 3);

describe('any network of branches', () => {
  it('is pruned to what ablation says, and runs the same in TensorFlow.js before and after', async () => {
    const {x, y} = await examples.batch([0, 1, 2, 3, 4, 5]);
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), async seed => {
        const network = randomNetwork(seed);
        const structure = findStructure(network, {units: seed % 2 === 0 ? ['convolution', 'dense'] : undefined});
        const random = createRandom(seed);
        const scores = Float64Array.from({length: structure.units}, () => random.uniform());
        const gone = lowestUnits(scores, structure, 1 + Math.floor(random.uniform() * structure.units));
        const {difference} = removeUnitsChecked(network, structure, gone, x);
        expect(difference).toBeLessThanOrEqual(TOLERANCE);
        const after = findStructure(network, {units: seed % 2 === 0 ? ['convolution', 'dense'] : undefined});
        expect(after.units).toBe(structure.units - gone.length);
        expect(after.groups.length).toBe(structure.groups.length);
        const [ours, theirs] = [tf.tidy(() => tf.softmax(logits(network, x))), (await predictions(network, x))[0]!];
        expect(tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]).toBeLessThan(2e-5);
        const again = readModel(writeModel(network));
        expect(logits(again, x).dataSync()).toEqual(logits(network, x).dataSync());
        [network, again].forEach(disposeNetwork);
      }),
      {numRuns: RUNS, seed: 11}
    );
    tf.dispose([x, y]);
  }, 300_000);

  it('has an oracle that equals removing each unit', async () => {
    for (const seed of [3, 14, 15, 92, 65]) {
      const network = randomNetwork(seed);
      const structure = findStructure(network);
      let state: OracleState | undefined;
      for await (const next of measureOracle(network, examples, {structure, batchSize: 4})) state = next;
      const {loss} = await evaluate(network, examples);
      const changes = structure.units > 0 ? lossChanges(state!) : [];
      for (const group of structure.groups) {
        if (group.size === 1) continue;
        const pruned = cloneNetwork(network);
        removeUnits(pruned, structure, [group.first]);
        expect(changes[group.first]).toBeCloseTo((await evaluate(pruned, examples)).loss - loss, 4);
        disposeNetwork(pruned);
      }
      disposeNetwork(network);
    }
  });
});
