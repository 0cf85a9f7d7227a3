import {profileOps, tf, type OpTime} from '@espalier/backend';
import {
  createOptimizer,
  createScorer,
  findStructure,
  trainableWeights,
  trainStep,
  type Criterion,
  type Network,
  type Scorer
} from '@espalier/core';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {VERSION} from '../version.ts';
import {benchDevice, type BenchDevice} from './benchDevice.ts';
import type {BenchedModel} from './benchModel.ts';
import {madeUpInputs, madeUpLabels} from './madeUpInputs.ts';
import {spreadOf, type Spread} from './spread.ts';
import {withModel} from './withModel.ts';

/** `bench --profile --json`: where the time of a training step goes. Times are in milliseconds a step. */
export interface ProfileDocument {
  readonly format: 'espalier.profile/1';
  readonly espalier: string;
  readonly device: BenchDevice;
  readonly model: Pick<BenchedModel, 'path' | 'sha256'>;
  readonly batch: number;
  /** Scored on the way. */
  readonly criteria: readonly string[];
  readonly step: Spread;
  /** The longest first. */
  readonly ops: readonly ProfiledOp[];
  /** What the ops leave of the mean step: JavaScript between them. */
  readonly between: number;
}

export interface ProfiledOp {
  readonly op: string;
  readonly milliseconds: number;
  readonly calls: number;
  /** Of the mean step. */
  readonly share: number;
}

export interface ProfileOptions {
  readonly batch?: number;
  readonly inputShape?: readonly number[];
  /** Names of registered criteria that score the units meanwhile. */
  readonly criteria?: readonly string[];
  readonly steps?: number;
}

const WARM_UP = 3;

/** `espalier bench --profile`: a training step op by op, on made-up examples. The model on disk stays as it is. */
export async function profileModel(path: string, options: ProfileOptions = {}): Promise<ProfileDocument> {
  const {batch = 32, inputShape, criteria = [], steps = 15} = options;
  const chosen = criteria.map(name => criteriaRegistry([]).get(name));
  return withModel(
    path,
    ({network, sha256}) => {
      const device = benchDevice();
      const {times, ops} = profileSteps(network, {batch, steps, criteria: chosen});
      const mean = times.reduce((sum, time) => sum + time, 0) / steps;
      const perStep = ops.map(({op, seconds, calls}) => {
        const milliseconds = (1000 * seconds) / steps;
        return {op, milliseconds, calls: calls / steps, share: milliseconds / mean};
      });
      const between = mean - perStep.reduce((sum, {milliseconds}) => sum + milliseconds, 0);
      const head = {format: 'espalier.profile/1', espalier: VERSION, device, model: {path, sha256}} as const;
      return Promise.resolve({...head, batch, criteria, step: spreadOf(times), ops: perStep, between});
    },
    {inputShape}
  );
}

interface Steps {
  readonly batch: number;
  readonly steps: number;
  readonly criteria: readonly Criterion[];
}

function profileSteps(network: Network, {batch, steps, criteria}: Steps): {times: number[]; ops: OpTime[]} {
  const structure = findStructure(network);
  const scorer = criteria.length > 0 ? createScorer(network, structure, {criteria, seed: 0}) : undefined;
  const [x, ...more] = madeUpInputs(network, batch);
  const y = madeUpLabels(network, batch);
  const step = stepper(network, scorer);
  try {
    for (let i = 0; i < WARM_UP; i++) step({x: x!, more, y});
    const times: number[] = [];
    const ops = profileOps(() => {
      for (let i = 0; i < steps; i++) times.push(step({x: x!, more, y}));
    });
    return {times, ops};
  } finally {
    tf.dispose([x!, ...more, y]);
    scorer?.dispose();
    step.dispose();
  }
}

/** A function that makes one update and gives its milliseconds. The learning rate of 0 keeps made-up labels harmless. */
function stepper(network: Network, scorer: Scorer | undefined) {
  const optimizer = createOptimizer({lr: 0});
  const weights = trainableWeights(network);
  let seed = 0;
  const step = (batch: Parameters<typeof trainStep>[1]): number => {
    const started = performance.now();
    trainStep(network, batch, {optimizer, weights, seed: seed++, scorer});
    return performance.now() - started;
  };
  return Object.assign(step, {dispose: () => optimizer.dispose()});
}
