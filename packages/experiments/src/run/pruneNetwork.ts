import {
  findStructure,
  measureSize,
  pruneIteratively,
  type Latency,
  type MetricName,
  type Network,
  type PruneCheckpoint,
  type PruneResume,
  type Ranker,
  type RankingStability,
  type Target,
  type TunedMoment
} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import {parseCurvature} from '../jobs/parseCurvature.ts';
import {sizeTargetOf, type SizeTarget} from '../jobs/parseUntil.ts';
import type {Settings} from '../schema/experiment.ts';
import {createDropRule, type DropRule} from './drop/dropRule.ts';
import type {JudgedDrop, KeptNetwork, ToldStep} from './drop/keptNetwork.ts';
import {stoppedBy, type Stopped} from './drop/stopped.ts';
import {takeOver} from './drop/takeOver.ts';
import {evaluateSplits} from './evaluateSplits.ts';
import {throwIfAborted} from './events.ts';
import type {MetricsRow} from './runResult.ts';
import type {Unpruned} from './unpruned.ts';

export interface PruneNetworkOptions {
  readonly settings: Settings['prune'];
  readonly ranker: Ranker;
  /** Measured for a unit of each group, where settings rank by it. */
  readonly unitMilliseconds?: readonly number[];
  readonly data: Pick<DataSet, 'train' | 'validation' | 'test'>;
  readonly seed: number;
  /** Beside loss and accuracy. */
  readonly metrics?: readonly MetricName[];
  /** Tells the memory of points also where it is not the target. */
  readonly withMemory?: boolean;
  /** On which it is measured beside validation and test. */
  readonly splits?: readonly 'train'[];
  /** What they compare with, and a largest drop. */
  readonly unpruned?: Unpruned;
  /** Training examples for stand-alone scores and oracle rankings. */
  readonly scoringExamples: number | 'all';
  readonly signal?: AbortSignal;
  /** Told once how stable the first ranking is. */
  readonly onStability?: (stability: RankingStability) => void;
  /** Called for the unpruned network, and for networks that have recovered from removals. */
  readonly onPoint: (row: MetricsRow) => Promise<void>;
  /** A step that a drop of quality may undo is told when its network has been judged to be good enough. */
  readonly onStep: (step: ToldStep, judged?: JudgedDrop) => Promise<void>;
  /** Told how many seconds the updates after the last removal took, part by part. */
  readonly onFinalPart?: (seconds: number) => void;
  /** Awaited wherever pruning can go on from later. */
  readonly onBoundary?: (checkpoint: PruneCheckpoint, curve: Curve, kept?: KeptNetwork) => Promise<void>;
  /** Goes on from a checkpoint, with the network as it was then; points and steps before it are not told again. */
  readonly resume?: {readonly checkpoint: PruneResume; readonly curve: Curve; readonly kept?: KeptNetwork};
}

/** The first point and the last one so far. */
export interface Curve {
  readonly before: MetricsRow;
  readonly after: MetricsRow;
}

/** The network at both ends, how long it takes where latency is the target, and what ended a pruning that is judged. */
export interface PrunedEnds extends Curve {
  readonly stopped?: Stopped;
  readonly latency?: Latency;
}

/** A curve has a point at least every so many of the start's units: measuring costs a pass over two splits. */
const POINT_EVERY = 0.02;

/** Validation examples that are looked at around each removal; the points of the curve use all of them. */
const RECORD_EXAMPLES = 1000;

/**
 * Prunes a network in place as a run's settings say, and tells every point of its curve: the unpruned network, and the
 * network as it has recovered from its removals. The last removal is followed by as many updates as the others.
 * Where a drop of quality ends pruning, the network is the last one that was good enough. Returns the first and the last
 * point.
 */
export async function pruneNetwork(network: Network, options: PruneNetworkOptions): Promise<PrunedEnds> {
  const rule = dropRule(network, options);
  try {
    return await pruneWithRule(network, rule, options);
  } finally {
    rule?.dispose();
  }
}

function dropRule(network: Network, {data, settings, unpruned, seed, resume}: PruneNetworkOptions) {
  const {maxDrop} = settings.until;
  if (!maxDrop) return undefined;
  if (!unpruned) throw new Error('Expected what the unpruned network makes of the validation examples, got nothing.');
  const {validation} = data;
  return createDropRule(network, {maxDrop, validation, unpruned: unpruned.validation, seed, resume: resume?.kept});
}

async function pruneWithRule(
  network: Network,
  rule: DropRule | undefined,
  options: PruneNetworkOptions
): Promise<PrunedEnds> {
  const {data, settings, metrics, splits, unpruned, signal, onPoint, onStep, onBoundary, resume} = options;
  const withMemory = options.withMemory || settings.until.memory !== undefined;
  const measure = async (moment: TunedMoment): Promise<MetricsRow> => {
    const row = await measureAt(network, moment, {data, metrics, splits, unpruned, withMemory});
    await onPoint(row);
    return row;
  };
  const start = () => measure({step: 0, updates: 0, structure: findStructure(network, settings)});
  const before = resume ? resume.curve.before : await start();
  let after = resume ? resume.curve.after : before;
  let last: TunedMoment | undefined;
  let latency = resume?.checkpoint.state.measured?.latency;
  const onTuned = async (moment: TunedMoment): Promise<void> => {
    last = moment;
    if (after.units - moment.structure.units >= POINT_EVERY * before.units) after = await measure(moment);
  };
  let pending = resume?.kept?.pending;
  const goesOn = async (moment: TunedMoment): Promise<boolean> => {
    if (!rule || moment.step === 0) return true;
    const {isGood, ...judged} = await rule.judge(network, moment);
    if (isGood && pending) await onStep(pending, judged);
    pending = undefined;
    return isGood;
  };
  const going = {
    onTuned,
    goesOn,
    onBoundary: (checkpoint: PruneCheckpoint) =>
      onBoundary?.(checkpoint, {before, after}, rule && {...rule.kept(), pending}),
    resume: resume?.checkpoint
  };
  for await (const {structure: _structure, ...step} of pruneIteratively(network, {
    ...pruneOptions(options),
    ...going
  })) {
    latency = step.latency;
    if (rule) pending = step;
    else await onStep(step);
    if (!onBoundary) throwIfAborted(signal);
  }
  if (rule?.failed()) {
    takeOver(network, rule.kept().network);
    last = {...rule.kept(), structure: findStructure(network, settings)};
  }
  if (last && (last.step !== after.step || last.updates !== after.updates)) after = await measure(last);
  const stopped = rule && stoppedBy(rule, settings.until, data.validation.size);
  return {before, after, ...(latency && {latency}), ...(stopped && {stopped})};
}

function pruneOptions(options: PruneNetworkOptions) {
  const {settings, ranker, unitMilliseconds, data, seed, scoringExamples, signal, onStability, onFinalPart} = options;
  const {flopsLambda, flopsScale, cost, curvature, until, criterion: _name, ...rest} = settings;
  return {
    ...rest,
    ranker,
    train: data.train,
    validation: data.validation,
    until: coreTarget(sizeTargetOf(until)),
    penalty: flopsLambda === 0 ? undefined : {lambda: flopsLambda, scale: flopsScale},
    cost: cost && {...cost, milliseconds: unitMilliseconds},
    curvature: parseCurvature(curvature),
    seed,
    scoringExamples: scoringExamples === 'all' ? undefined : scoringExamples,
    recordExamples: RECORD_EXAMPLES,
    onStability,
    onFinalPart,
    onUpdate: () => throwIfAborted(signal)
  };
}

/** The target in the engine's words. */
function coreTarget(size: SizeTarget | undefined): Target | undefined {
  if (!size) return undefined;
  const {target, fraction} = size;
  return {quantity: target === 'params' ? 'parameters' : target, fraction};
}

async function measureAt(
  network: Network,
  {step, updates, structure}: TunedMoment,
  {
    data,
    metrics,
    splits,
    unpruned,
    withMemory
  }: Pick<PruneNetworkOptions, 'data' | 'metrics' | 'splits' | 'unpruned'> & {
    readonly withMemory: boolean;
  }
): Promise<MetricsRow> {
  const quality = await evaluateSplits(network, data, {metrics, splits, unpruned});
  const {units, parameters, flops, memory} = measureSize(network, structure);
  return {
    step,
    updates,
    units,
    parameters,
    flops,
    ...(withMemory && {memory}),
    ...quality,
    unitsLeft: Object.fromEntries(structure.groups.map(({name, size}) => [name, size]))
  };
}
