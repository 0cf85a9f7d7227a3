import {tf} from '@espalier/backend';
import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {ablatedLogits, removeUnitsChecked, TOLERANCE} from './checkRemoval.ts';
import {evaluate, logits} from './evaluate.ts';
import {cloneNetwork, disposeNetwork} from './graph/disposeNetwork.ts';
import {findStructure} from './graph/findStructure.ts';
import {countFlops} from './graph/flops.ts';
import {readModel} from './graph/readModel.ts';
import {writeModel} from './graph/writeModel.ts';
import type {UnitKind} from './layers/layerType.ts';
import {crossEntropy} from './loss.ts';
import {lossChanges, measureOracle, type OracleState} from './oracle.ts';
import {lowestUnits} from './rank.ts';
import {createRandom} from './random.ts';
import {removeUnits} from './removeUnits.ts';
import {startTestEngine} from './testing/engine.ts';
import {familyOf, familyShape, randomNetwork, type FamilyName} from './testing/randomNetwork.ts';
import {flopsByTensorFlow} from './testing/flopsByTensorFlow.ts';
import {loadWithTensorFlow} from './testing/tensorFlow.ts';
import {noisyExamples} from './testing/smallNetworks.ts';

beforeAll(startTestEngine);

const RUNS = Number(process.env['ESPALIER_TEST_NETWORKS'] ?? 60);
const ALL: readonly UnitKind[] = ['convolution', 'dense', 'recurrent'];
const examplesOf = (family: FamilyName) => noisyExamples(6, familyShape(family), 3);

describe('any network', () => {
  it('is pruned to what ablation says, counts right, and runs the same in TensorFlow.js', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), async seed => {
        const family = familyOf(seed);
        const {x, y} = await examplesOf(family).batch([0, 1, 2, 3, 4, 5]);
        const network = randomNetwork(seed, family);
        const options = {units: seed % 2 === 0 ? ALL : undefined};
        const structure = findStructure(network, options);
        const random = createRandom(seed);
        const scores = Float64Array.from({length: structure.units}, () => random.uniform());
        const gone = lowestUnits(scores, structure, 1 + Math.floor(random.uniform() * structure.units));
        expect(removeUnitsChecked(network, structure, gone, x).difference).toBeLessThanOrEqual(TOLERANCE);
        const after = findStructure(network, options);
        expect(after.units).toBe(structure.units - gone.length);
        expect(after.groups.map(({size}) => size > 0)).toEqual(structure.groups.map(() => true));
        const model = await loadWithTensorFlow(writeModel(network));
        expect(countFlops(network)).toBe(flopsByTensorFlow(model));
        const [ours, theirs] = [tf.tidy(() => tf.softmax(logits(network, x))), model.predict(x) as tf.Tensor];
        expect(tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]).toBeLessThan(2e-5);
        const again = readModel(writeModel(network));
        expect(logits(again, x).dataSync()).toEqual(logits(network, x).dataSync());
        [network, again].forEach(disposeNetwork);
        model.dispose();
        tf.dispose([x, y, ours, theirs]);
      }),
      {numRuns: RUNS, seed: 11}
    );
  }, 900_000);

  it.each(['image', 'sequence', 'volume'] as const)(
    'of the %s family has an oracle that equals removing each unit',
    async family => {
      const examples = examplesOf(family);
      for (const seed of [3, 14, 15, 92, 65]) {
        const network = randomNetwork(seed, family);
        const structure = findStructure(network, {units: ALL});
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
    }
  );

  it('has an oracle that equals whole passes with each unit ablated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), async seed => {
        const family = familyOf(seed);
        const examples = examplesOf(family);
        const network = randomNetwork(seed, family);
        const structure = findStructure(network, {units: ALL});
        const tensors = tf.memory().numTensors;
        let state: OracleState | undefined;
        for await (const next of measureOracle(network, examples, {structure, batchSize: 1 + (seed % 6)})) state = next;
        expect(tf.memory().numTensors).toBe(tensors);
        const changes = structure.units > 0 ? lossChanges(state!) : new Float64Array();
        const {x, y} = await examples.batch([0, 1, 2, 3, 4, 5]);
        const lossOf = (units: number[]) =>
          tf.tidy(() => {
            const losses = crossEntropy
              .perExample(ablatedLogits(network, structure, units, x), y)
              .dataSync<'float32'>();
            return losses.reduce((sum, one) => sum + one, 0) / losses.length;
          });
        const whole = Float64Array.from(changes, (_, unit) => lossOf([unit]) - lossOf([]));
        const largest = Math.max(lossOf([]), ...whole.map(Math.abs));
        changes.forEach((change, unit) => expect(Math.abs(change - whole[unit]!)).toBeLessThan(1e-5 * largest));
        disposeNetwork(network);
        tf.dispose([x, y]);
      }),
      {numRuns: RUNS, seed: 12}
    );
  }, 900_000);
});
