import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {evaluate} from './evaluate.ts';
import {cloneNetwork, disposeNetwork} from './graph/disposeNetwork.ts';
import {findStructure} from './graph/findStructure.ts';
import {lossChanges, measureOracle, type OracleOptions, type OracleState} from './oracle.ts';
import {removeUnits} from './removeUnits.ts';
import {startTestEngine} from './testing/engine.ts';
import {noisyExamples, normalizedNetwork, plainNetwork, residualNetwork} from './testing/smallNetworks.ts';

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

  it('gives exactly 0 for a unit of a residual stream that no consumer sees', async () => {
    const network = residualNetwork();
    const dead = network.weights.get('stem/kernel')!;
    for (const name of ['stem', 'inner']) {
      const [kernel, bias] = [network.weights.get(`${name}/kernel`)!, network.weights.get(`${name}/bias`)!];
      const alive = tf.tensor1d([1, 0, 1, 1]);
      network.weights.set(
        `${name}/kernel`,
        tf.tidy(() => tf.mul(kernel, alive))
      );
      network.weights.set(
        `${name}/bias`,
        tf.tidy(() => tf.mul(bias, alive))
      );
      tf.dispose([kernel, bias, alive]);
    }
    expect(dead.isDisposed).toBe(true);
    const structure = findStructure(network);
    const states = await finish(measureOracle(network, noisyExamples(9, [8, 8, 2], 3), {structure}));
    const changes = lossChanges(states.at(-1)!);
    expect(structure.groups.map(({size}) => size)).toEqual([4]);
    expect([...changes].map(change => change !== 0)).toEqual([true, false, true, true]);
    disposeNetwork(network);
  });

  it.each([
    ['chain', plainNetwork],
    ['residual stream', residualNetwork]
  ] as const)('resumes from any state of a %s to the same bytes, without leaking', async (_name, build) => {
    const network = build();
    const examples = noisyExamples(20, [8, 8, 2], 3);
    const options: OracleOptions = {structure: findStructure(network), batchSize: 6};
    const before = tf.memory().numTensors;
    const states = await finish(measureOracle(network, examples, options));
    const steps = 4 * options.structure.groups.length;
    expect(states.length).toBe(steps);
    for (const state of states) {
      const stored = JSON.parse(JSON.stringify(state)) as OracleState;
      const resumed = await finish(measureOracle(network, examples, {...options, resume: stored}));
      expect(resumed.at(-1) ?? state).toEqual(states.at(-1));
      expect(resumed.length).toBe(steps - state.done);
    }
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(network);
  });
});
