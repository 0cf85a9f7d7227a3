import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion} from '../criterion.ts';
import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import type {Network} from '../graph/network.ts';
import {disposeState, type OptimizerState} from '../optimizers/optimizer.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, normalizedNetwork, residualNetwork} from '../testing/smallNetworks.ts';
import {pruneIteratively} from './pruneIteratively.ts';
import type {PruneOptions} from './pruneOptions.ts';
import type {PruneCheckpoint, PruneResume, PruneState} from './pruneState.ts';

beforeAll(startTestEngine);

const taylor = defineCriterion({
  name: 'taylor',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => tf.abs(tf.div(gateGradient, positions))
});
const obd = defineCriterion({
  name: 'obd',
  needs: ['gateCurvature'],
  perExample: ({gateCurvature}) => gateCurvature
});
const random = defineCriterion({name: 'random', needs: ['draw'], ranked: 'raw', finish: (_c, {draw}) => draw});

/** A checkpoint with copies of everything, as a file would keep it. */
interface Kept {
  readonly network: Network;
  readonly state: string;
  readonly optimizer: OptimizerState;
}

function keep(network: Network, {state, optimizer: {updates, slots}}: PruneCheckpoint): Kept {
  return {
    network: withTensorsOfItsOwn(cloneNetwork(network)),
    state: JSON.stringify(state),
    optimizer: {updates, slots: slots.map(slot => new Map([...slot].map(([name, own]) => [name, copyOf(own)])))}
  };
}

function resumeFrom({state, optimizer}: Kept, original?: Network): PruneResume {
  return {state: JSON.parse(state) as PruneState, optimizer, original};
}

/** Values that were on the host in between, so that nothing is shared with the tensor that they come from. */
function copyOf(tensor: tf.Tensor): tf.Tensor {
  return tf.tensor(Float32Array.from(tensor.dataSync()), tensor.shape);
}

function withTensorsOfItsOwn(network: Network): Network {
  for (const [name, tensor] of network.weights) {
    network.weights.set(name, copyOf(tensor));
    tensor.dispose();
  }
  return network;
}

/** Everything that pruning tells, without seconds, and the weights that it ends with. */
async function prune(network: Network, options: PruneOptions): Promise<{told: string[]; weights: Float32Array[]}> {
  const told: string[] = [];
  const onTuned = ({step, updates}: {step: number; updates: number}) => void told.push(`${step} ${updates}`);
  for await (const {seconds: _seconds, latency: _latency, structure, ...step} of pruneIteratively(network, {
    ...options,
    onTuned
  })) {
    told.push(JSON.stringify({...step, groups: structure.groups}));
  }
  return {told, weights: [...network.weights.values()].map(weight => weight.dataSync<'float32'>().slice())};
}

const train = noisyExamples(40, [9, 9, 2], 3, 1);
const validation = noisyExamples(24, [9, 9, 2], 3, 2);
const basic: PruneOptions = {
  ranker: taylor,
  train,
  validation,
  until: {quantity: 'units', fraction: 0.5},
  updates: 3,
  lr: 0.02,
  batchSize: 16,
  seed: 3
};

describe('pruning that goes on from a checkpoint', () => {
  it.each<[string, Partial<PruneOptions>]>([
    ['taylor, one unit a step', {}],
    ['three units a step, floors and a FLOPs penalty', {unitsPerStep: 3, penalty: {lambda: 0.1}, floor: {conv2: 0.7}}],
    ['drawn curvature', {ranker: obd, unitsPerStep: 2, curvature: {samples: 2}}],
    ['a random ranking, scored stand-alone', {ranker: random, updates: 0, unitsPerStep: 2}],
    ['the oracle', {ranker: 'oracle-abs', scoringExamples: 12, updates: 2, unitsPerStep: 2}],
    [
      'many updates behind the last removal',
      {finalUpdates: 60, unitsPerStep: 4, until: {quantity: 'memory', fraction: 0.8}}
    ],
    ['by AdamW', {optimizer: 'adamw', lr: 0.01, unitsPerStep: 2, finalUpdates: 30}],
    ['without momentum', {momentum: 0, unitsPerStep: 4}],
    ['as long as updates are worth it', {updates: 12, autoUpdates: {cost: 0.01}, unitsPerStep: 2, finalUpdates: 30}],
    ['with a teacher', {distill: {temperature: 2, weight: 0.8}, unitsPerStep: 2, finalUpdates: 30}],
    ['with a teacher of feature maps', {distill: {features: {layers: ['bn*', 'hidden'], weight: 1}}, unitsPerStep: 3}],
    ['all at once', {unitsPerStep: 'all', finalUpdates: 30, until: {quantity: 'flops', fraction: 0.5}}],
    [
      'dense units too, towards parameters',
      {units: ['convolution', 'dense'], until: {quantity: 'parameters', fraction: 0.6}}
    ]
  ])('ends in the same bits from every boundary: %s', async (_name, more) => {
    const options = {...basic, ...more};
    const original = normalizedNetwork();
    const network = cloneNetwork(original);
    const tensors = tf.memory().numTensors;
    const kept: Kept[] = [];
    const whole = await prune(network, {
      ...options,
      onBoundary: checkpoint => void kept.push(keep(network, checkpoint))
    });
    expect(kept.length).toBeGreaterThan(1);
    for (const one of kept) {
      const rest = await prune(one.network, {...options, resume: resumeFrom(one, original)});
      expect(rest.told).toEqual(whole.told.slice(whole.told.length - rest.told.length));
      expect(rest.weights).toEqual(whole.weights);
      disposeNetwork(one.network);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    [network, original].forEach(disposeNetwork);
  });

  it('tells each removal once: what is behind a checkpoint is not told again', async () => {
    const network = normalizedNetwork();
    const kept: Kept[] = [];
    const whole = await prune(network, {...basic, onBoundary: one => void kept.push(keep(network, one))});
    const steps = (told: readonly string[]) => told.filter(text => text.startsWith('{')).length;
    const counts = [];
    for (const one of kept) {
      counts.push(steps((await prune(one.network, {...basic, resume: resumeFrom(one)})).told));
      disposeNetwork(one.network);
    }
    expect(steps(whole.told)).toBe(7);
    expect(counts).toEqual([6, 5, 4, 3, 2, 1, 0, 0]);
    disposeNetwork(network);
  });

  it('keeps coupled layers coupled', async () => {
    const small = {train: noisyExamples(24, [8, 8, 2], 3, 1), validation: noisyExamples(8, [8, 8, 2], 3, 2)};
    const network = residualNetwork();
    const kept: Kept[] = [];
    const whole = await prune(network, {...basic, ...small, onBoundary: one => void kept.push(keep(network, one))});
    const rest = await prune(kept[1]!.network, {...basic, ...small, resume: resumeFrom(kept[1]!)});
    expect(rest.weights).toEqual(whole.weights);
    kept.forEach(one => {
      disposeNetwork(one.network);
      disposeState(one.optimizer);
    });
    disposeNetwork(network);
  });

  it('measures latency beside the unpruned network, and asks for it', async () => {
    // Large batches: one example takes a network so small no longer than a smaller one.
    const until = {quantity: 'latency', fraction: 0.99} as const;
    const options: PruneOptions = {...basic, updates: 1, until, unitsPerStep: 2, latencyBatch: 256};
    const original = normalizedNetwork();
    const network = cloneNetwork(original);
    const tensors = tf.memory().numTensors;
    let kept: Kept | undefined;
    for await (const _step of pruneIteratively(network, {
      ...options,
      onBoundary: one => void (kept ??= keep(network, one))
    })) {
      if (kept) break;
    }
    expect(JSON.parse(kept!.state)).toMatchObject({step: 1, measured: {flops: expect.any(Number) as number}});
    const {network: later} = kept!;
    await expect(prune(later, {...options, resume: resumeFrom(kept!)})).rejects.toThrow(
      'Expected the unpruned network to go on towards a latency target, got a checkpoint without it.'
    );
    await prune(later, {...options, resume: resumeFrom(kept!, original)});
    disposeNetwork(later);
    expect(tf.memory().numTensors).toBe(tensors);
    [network, original].forEach(disposeNetwork);
  });

  it('asks for the unpruned network where it is the teacher, and leaves nothing behind', async () => {
    const options: PruneOptions = {...basic, distill: {}, unitsPerStep: 4};
    const network = normalizedNetwork();
    const tensors = tf.memory().numTensors;
    const kept: Kept[] = [];
    await prune(network, {...options, onBoundary: one => void kept.push(keep(network, one))});
    for (const one of kept) {
      await expect(prune(one.network, {...options, resume: resumeFrom(one)})).rejects.toThrow(
        'Expected the unpruned network to go on with its teacher, got a checkpoint without it.'
      );
      disposeNetwork(one.network);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
  });

  it('refuses the network of another step', async () => {
    const network = normalizedNetwork();
    const kept: Kept[] = [];
    await prune(network, {...basic, onBoundary: one => void kept.push(keep(network, one))});
    const [first, second] = kept;
    await expect(prune(first!.network, {...basic, resume: resumeFrom(second!)})).rejects.toThrow(
      'Expected a network of 11 units, as pruning left it at step 2, got one of 12.'
    );
    kept.forEach(one => {
      disposeNetwork(one.network);
      disposeState(one.optimizer);
    });
    disposeNetwork(network);
  });
});
