import {
  createOptimizer,
  evaluate,
  findStructure,
  fineTune,
  measureSize,
  pruneIteratively,
  type Evaluation,
  type Network,
  type PruneStep,
  type Ranker,
  type Structure
} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import {parseCurvature} from '../jobs/parseCurvature.ts';
import {untilOf, type Until} from '../jobs/parseUntil.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import type {Settings} from '../schema/experiment.ts';
import {throwIfAborted} from './events.ts';
import type {MetricsRow} from './runResult.ts';

export interface PruneNetworkOptions {
  readonly settings: Settings['prune'];
  readonly ranker: Ranker;
  readonly data: Pick<DataSet, 'train' | 'validation' | 'test'>;
  readonly seed: number;
  /** Training examples for stand-alone scores and oracle rankings. */
  readonly scoringExamples: number | 'all';
  readonly signal?: AbortSignal;
  /** Called for the unpruned network, after each removal, and after the last fine-tuning. */
  readonly onPoint: (row: MetricsRow) => Promise<void>;
  readonly onStep: (step: PruneStep) => Promise<void>;
}

/**
 * Prunes a network in place as a run's settings say, and tells every point of its curve. The last removal is followed
 * by as many updates as the others. Returns the first and the last point.
 */
export async function pruneNetwork(
  network: Network,
  options: PruneNetworkOptions
): Promise<{readonly before: MetricsRow; readonly after: MetricsRow}> {
  const {settings, data, signal, onPoint, onStep} = options;
  const before = await measurePoint(network, data, {step: 0, updates: 0, structure: findStructure(network)});
  await onPoint(before);
  let after = before;
  let last: PruneStep | undefined;
  for await (const step of pruneIteratively(network, pruneOptions(options))) {
    after = await measurePoint(network, data, {...step, validation: step.after});
    await onStep(step);
    await onPoint(after);
    throwIfAborted(signal);
    last = step;
  }
  if (last && settings.updates > 0) {
    await recover(network, last.updates, options);
    after = await measurePoint(network, data, {...last, updates: last.updates + settings.updates});
    await onPoint(after);
  }
  return {before, after};
}

function pruneOptions({settings, ranker, data, seed, scoringExamples, signal}: PruneNetworkOptions) {
  const {flopsLambda, curvature, until, criterion: _name, ...rest} = settings;
  return {
    ...rest,
    ranker,
    train: data.train,
    validation: data.validation,
    until: coreTarget(untilOf(until)),
    penalty: flopsLambda === 0 ? undefined : {lambda: flopsLambda},
    curvature: parseCurvature(curvature),
    seed,
    scoringExamples: scoringExamples === 'all' ? undefined : scoringExamples,
    onUpdate: () => throwIfAborted(signal)
  };
}

const QUANTITIES = {flops: 'flops', params: 'parameters', units: 'units'} as const;

/** The target in the engine's words. Throws a ConfigError for latency, which nothing here measures. */
export function coreTarget({target, fraction}: Until) {
  if (target === 'latency') {
    throw new ConfigError('Expected a target for flops, params or units, got latency, which is not supported yet.');
  }
  return {quantity: QUANTITIES[target], fraction};
}

async function recover(
  network: Network,
  start: number,
  {settings, data, seed, signal}: PruneNetworkOptions
): Promise<void> {
  const {updates, batchSize} = settings;
  const optimizer = createOptimizer(settings);
  try {
    const onUpdate = () => throwIfAborted(signal);
    await fineTune(network, data.train, {optimizer, start, updates, batchSize, seed, onUpdate});
  } finally {
    optimizer.dispose();
  }
}

interface Moment {
  readonly step: number;
  readonly updates: number;
  readonly structure: Structure;
  /** Where it was measured already. */
  readonly validation?: Evaluation;
}

async function measurePoint(
  network: Network,
  data: PruneNetworkOptions['data'],
  {step, updates, structure, validation: known}: Moment
): Promise<MetricsRow> {
  const validation = known ?? (await evaluate(network, data.validation));
  const test = await evaluate(network, data.test);
  return {
    step,
    updates,
    ...measureSize(network, structure),
    validationLoss: validation.loss,
    validationAccuracy: validation.accuracy,
    testLoss: test.loss,
    testAccuracy: test.accuracy,
    unitsLeft: Object.fromEntries(structure.groups.map(({name, size}) => [name, size]))
  };
}
