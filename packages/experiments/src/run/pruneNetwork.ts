import {
  evaluate,
  findStructure,
  measureSize,
  pruneIteratively,
  type Network,
  type PruneStep,
  type Ranker,
  type TunedMoment
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
  /** Called for the unpruned network, and for networks that have recovered from removals. */
  readonly onPoint: (row: MetricsRow) => Promise<void>;
  readonly onStep: (step: PruneStep) => Promise<void>;
}

/** A curve has a point at least every so many of the start's units: measuring costs a pass over two splits. */
const POINT_EVERY = 0.02;

/** Validation examples that are looked at around each removal; the points of the curve use all of them. */
const RECORD_EXAMPLES = 1000;

/**
 * Prunes a network in place as a run's settings say, and tells every point of its curve: the unpruned network, and the
 * network as it has recovered from its removals. The last removal is followed by as many updates as the others.
 * Returns the first and the last point.
 */
export async function pruneNetwork(
  network: Network,
  options: PruneNetworkOptions
): Promise<{readonly before: MetricsRow; readonly after: MetricsRow}> {
  const {data, signal, onPoint, onStep} = options;
  const before = await measurePoint(network, data, {step: 0, updates: 0, structure: findStructure(network)});
  await onPoint(before);
  let after = before;
  const measure = async (moment: TunedMoment): Promise<void> => {
    after = await measurePoint(network, data, moment);
    await onPoint(after);
  };
  let last: TunedMoment | undefined;
  const onTuned = async (moment: TunedMoment): Promise<void> => {
    last = moment;
    if (after.units - moment.structure.units >= POINT_EVERY * before.units) await measure(moment);
  };
  for await (const step of pruneIteratively(network, {...pruneOptions(options), onTuned})) {
    await onStep(step);
    throwIfAborted(signal);
  }
  if (last && last.updates !== after.updates) await measure(last);
  return {before, after};
}

function pruneOptions({settings, ranker, data, seed, scoringExamples, signal}: PruneNetworkOptions) {
  const {flopsLambda, flopsScale, curvature, until, criterion: _name, ...rest} = settings;
  return {
    ...rest,
    ranker,
    train: data.train,
    validation: data.validation,
    until: coreTarget(untilOf(until)),
    penalty: flopsLambda === 0 ? undefined : {lambda: flopsLambda, scale: flopsScale},
    curvature: parseCurvature(curvature),
    seed,
    scoringExamples: scoringExamples === 'all' ? undefined : scoringExamples,
    recordExamples: RECORD_EXAMPLES,
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

async function measurePoint(
  network: Network,
  data: PruneNetworkOptions['data'],
  {step, updates, structure}: TunedMoment
): Promise<MetricsRow> {
  const validation = await evaluate(network, data.validation);
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
