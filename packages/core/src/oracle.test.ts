import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {evaluate} from './evaluate.ts';
import {cloneNetwork, disposeNetwork} from './graph/disposeNetwork.ts';
import {findStructure} from './graph/findStructure.ts';
import {lossChanges, measureOracle, type OracleOptions, type OracleState} from './oracle.ts';
import {removeUnits} from './removeUnits.ts';
import {startTestEngine} from './testing/engine.ts';
import {noisyExamples, normalizedNetwork, plainNetwork} from './testing/smallNetworks.ts';

beforeAll(startTestEngine);

async function finish(states: AsyncGenerator<OracleState>): Promise<OracleState[]> {
  const all: OracleState[] = [];
  for await (const state of states) all.push(state);
  return all;
}

describe('measureOracle', () => {
  it.each([
    ['plain', plainNetwork, [8, 8, 2]],
    ['normalised', normalizedNetwork, [9, 9, 2]]
  ] as const)('gives the loss change of physical removal for every unit of a %s chain', async (_name, build, shape) => {
    const network = build(1);
    const examples = noisyExamples(20, shape, 3);
    const structure = findStructure(network, {units: ['convolution', 'dense']});
    const states = await finish(measureOracle(network, examples, {structure, batchSize: 8}));
    const changes = lossChanges(states.at(-1)!);
    const {loss} = await evaluate(network, examples);
    expect(states.at(-1)!.lossSum / 20).toBeCloseTo(loss, 6);
    for (let unit = 0; unit < structure.units; unit++) {
      const pruned = cloneNetwork(network);
      removeUnits(pruned, structure, [unit]);
      expect(changes[unit]).toBeCloseTo((await evaluate(pruned, examples)).loss - loss, 5);
      disposeNetwork(pruned);
    }
    disposeNetwork(network);
  });

  it('gives exactly 0 for a unit whose consumers read nothing but 0', async () => {
    const network = plainNetwork();
    const bias = network.weights.get('conv1/bias')!;
    network.weights.set('conv1/bias', tf.tensor1d([0, -1000, 0, 0]));
    bias.dispose();
    const examples = noisyExamples(9, [8, 8, 2], 3);
    const structure = findStructure(network);
    const states = await finish(measureOracle(network, examples, {structure}));
    const changes = lossChanges(states.at(-1)!);
    expect(changes[1]).toBe(0);
    expect(changes.filter(change => change !== 0).length).toBeGreaterThan(5);
    disposeNetwork(network);
  });

  it('resumes from any state to the same bytes, without leaking', async () => {
    const network = plainNetwork();
    const examples = noisyExamples(20, [8, 8, 2], 3);
    const options: OracleOptions = {structure: findStructure(network), batchSize: 6};
    const before = tf.memory().numTensors;
    const states = await finish(measureOracle(network, examples, options));
    expect(states.length).toBe(8);
    for (const state of states) {
      const resumed = await finish(measureOracle(network, examples, {...options, resume: state}));
      expect(resumed.at(-1) ?? state).toEqual(states.at(-1));
      expect(resumed.length).toBe(8 - state.done);
    }
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(network);
  });
});
