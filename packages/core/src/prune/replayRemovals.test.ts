import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion} from '../criterion.ts';
import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import type {Network} from '../graph/network.ts';
import {startTestEngine} from '../testing/engine.ts';
import {familyShape, randomNetwork, type FamilyName} from '../testing/randomNetwork.ts';
import {noisyExamples, normalizedNetwork, plainNetwork} from '../testing/smallNetworks.ts';
import {pruneIteratively} from './pruneIteratively.ts';
import type {PruneOptions, PruneStep} from './pruneOptions.ts';
import {replayRemovals, type LoggedStep, type ReplayOptions} from './replayRemovals.ts';

beforeAll(startTestEngine);

const taylor = defineCriterion({
  name: 'taylor',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => tf.abs(tf.div(gateGradient, positions))
});
const elementwise = defineCriterion({
  name: 'elementwise',
  needs: ['elementwiseGradient', 'featureMap'],
  perExample: ({elementwiseGradient, featureMap}) => tf.add(elementwiseGradient, tf.mean(featureMap, 1))
});
const obd = defineCriterion({name: 'obd', needs: ['gateCurvature'], perExample: ({gateCurvature}) => gateCurvature});

const options = {
  until: {quantity: 'units', fraction: 0.6},
  unitsPerStep: 2,
  units: ['convolution', 'dense', 'recurrent'],
  updates: 3,
  finalUpdates: 2,
  lr: 0.02,
  batchSize: 8,
  seed: 4
} as const;

async function log(network: Network, more: Partial<PruneOptions>, shape: readonly number[]): Promise<PruneStep[]> {
  const [train, validation] = [noisyExamples(20, shape, 3, 1), noisyExamples(6, shape, 3, 2)];
  const steps: PruneStep[] = [];
  for await (const step of pruneIteratively(network, {ranker: taylor, train, validation, ...options, ...more})) {
    steps.push(step);
  }
  return steps;
}

async function replay(network: Network, steps: readonly LoggedStep[], more: ReplayOptions): Promise<void> {
  for await (const size of replayRemovals(network, steps, {...options, ...more})) expect(size.units).toBeGreaterThan(0);
}

function bitsOf({weights}: Network): Record<string, Uint8Array> {
  return Object.fromEntries(
    [...weights].map(([name, tensor]) => [name, new Uint8Array(tensor.dataSync().slice().buffer)])
  );
}

describe('replayRemovals', () => {
  it.each([
    ['taylor', taylor],
    ['what asks for feature maps', elementwise],
    ['curvature', obd]
  ])('gives the bits of pruning by %s, on networks of every family', async (_name, ranker) => {
    const random = (seed: number, family: FamilyName) => [randomNetwork(seed, family), familyShape(family)] as const;
    for (const [network, shape] of [
      [plainNetwork(), [8, 8, 2]] as const,
      ...[1, 2, 3].map(seed => random(seed, 'image')),
      ...[5, 8].map(seed => random(seed, 'sequence')),
      random(7, 'volume')
    ]) {
      const copy = cloneNetwork(network);
      const steps = await log(network, {ranker}, shape);
      const tensors = tf.memory().numTensors;
      await replay(copy, steps, {train: noisyExamples(20, shape, 3, 1), ranker});
      expect(tf.memory().numTensors).toBe(tensors);
      expect(bitsOf(copy)).toEqual(bitsOf(network));
      expect([...copy.layers]).toEqual([...network.layers]);
      [network, copy].forEach(disposeNetwork);
    }
  });

  it.each([
    ['logits', {}],
    ['feature maps', {features: {layers: ['conv*', 'bn*'], weight: 1}}]
  ])('gives the bits of pruning with a teacher: %s', async (_name, distill) => {
    const network = normalizedNetwork();
    const [copy, other] = [cloneNetwork(network), cloneNetwork(network)];
    const steps = await log(network, {distill}, [9, 9, 2]);
    const tensors = tf.memory().numTensors;
    const train = noisyExamples(20, [9, 9, 2], 3, 1);
    await replay(copy, steps, {train, ranker: taylor, distill});
    expect(tf.memory().numTensors).toBe(tensors);
    expect(bitsOf(copy)).toEqual(bitsOf(network));
    await replay(other, steps, {train, ranker: taylor});
    expect(bitsOf(other)).not.toEqual(bitsOf(network));
    [network, copy, other].forEach(disposeNetwork);
  });

  it.each([undefined, 1])('tunes as long as a rule had it tuned, stopped in front of step %s', async last => {
    const network = normalizedNetwork();
    const copy = cloneNetwork(network);
    const rule = {updates: 9, autoUpdates: {cost: 0}};
    const steps = await log(network, {...rule, ...(last && {goesOn: ({step}) => step < last})}, [9, 9, 2]);
    const counts = steps.map(({ownUpdates}) => ownUpdates);
    expect(counts[0]).toBe(3);
    if (!last) expect(new Set(counts).size).toBeGreaterThan(1);
    const train = noisyExamples(20, [9, 9, 2], 3, 1);
    await replay(copy, steps, {...rule, train, ranker: taylor, stopped: last !== undefined});
    expect(bitsOf(copy)).toEqual(bitsOf(network));
    [network, copy].forEach(disposeNetwork);
  });

  it('goes on to where a pruning was stopped in front of a step', async () => {
    for (const [seed, family] of [
      [1, 'image'],
      [2, 'image'],
      [5, 'sequence'],
      [7, 'volume']
    ] as const) {
      const [network, shape] = [randomNetwork(seed, family), familyShape(family)];
      const copy = cloneNetwork(network);
      const steps = await log(network, {goesOn: ({step}) => step < 1, ranker: elementwise}, shape);
      expect(steps).toHaveLength(1);
      await replay(copy, steps, {train: noisyExamples(20, shape, 3, 1), ranker: elementwise, stopped: true});
      expect(bitsOf(copy)).toEqual(bitsOf(network));
      [network, copy].forEach(disposeNetwork);
    }
  });

  it('needs no data where nothing was fine-tuned', async () => {
    const network = normalizedNetwork();
    const copy = cloneNetwork(network);
    const steps = await log(network, {updates: 0, finalUpdates: 0, unitsPerStep: 'all'}, [9, 9, 2]);
    await replay(copy, steps, {});
    expect(bitsOf(copy)).toEqual(bitsOf(network));
    [network, copy].forEach(disposeNetwork);
  });

  it('says at which step a log does not fit', async () => {
    const original = normalizedNetwork();
    const network = cloneNetwork(original);
    const [first, ...rest] = await log(network, {updates: 0, units: undefined, unitsPerStep: 1}, [9, 9, 2]);
    disposeNetwork(network);
    const failure = async (change: Partial<LoggedStep>) => {
      const copy = cloneNetwork(original);
      const error = await replay(copy, [{...first!, ...change}, ...rest], {units: undefined}).catch((e: unknown) => e);
      disposeNetwork(copy);
      return (error as Error).message;
    };
    const unit = {group: 'conv1', index: 0, original: 0};
    expect(await failure({removed: [{...unit, group: 'conv9'}]})).toBe(
      'Step 1: Expected a group of conv1, conv2, got "conv9".'
    );
    expect(await failure({removed: [{...unit, index: 6}]})).toBe(
      'Step 1: Expected an index from 0 to 5 in conv1, got 6.'
    );
    expect(await failure({removed: [{...unit, original: 3}]})).toBe(
      'Step 1: Expected unit 0 of conv1 to be 0 originally, got 3.'
    );
    expect(await failure({removed: [unit, unit]})).toBe('Step 1: Expected different units, got one twice.');
    expect(await failure({removed: [0, 1, 2, 3, 4, 5].map(index => ({...unit, index, original: index}))})).toBe(
      'Step 1: Expected a unit to stay in conv1, got none.'
    );
    expect(await failure({left: {...first!.left, flops: 7}})).toMatch(
      /^Step 1: Expected 7 flops to be left, as the log says, got \d+\. It is the log of another model\.$/
    );
    disposeNetwork(original);
  });
});
