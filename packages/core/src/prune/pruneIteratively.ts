import {tf} from '@espalier/backend';
import {removeUnitsChecked} from '../checkRemoval.ts';
import type {Examples} from '../data.ts';
import {evaluate, type Evaluation} from '../evaluate.ts';
import {fineTune} from '../fineTune.ts';
import {findStructure} from '../graph/findStructure.ts';
import {unitFlops} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {crossEntropy, type Loss} from '../loss.ts';
import {normalizeScores, type Normalization} from '../normalize.ts';
import {lossChanges, measureOracle, type OracleState} from '../oracle.ts';
import {createOptimizer, type Optimizer} from '../optimizer.ts';
import {penalize, type Penalty} from '../penalize.ts';
import {groupsByUnit, lowestUnits} from '../rank.ts';
import {createRandom} from '../random.ts';
import type {CurvatureMode} from '../score/curvature.ts';
import {createScorer} from '../score/scorer.ts';
import {drawUnits, scoreUnits} from '../score/scoreUnits.ts';
import {measureSize, neededRemovals, smallestSize, type Size, type Target} from '../target.ts';
import {isOracleRanking, isRankedRaw, type Ranker} from './ranker.ts';

export interface PruneOptions {
  readonly ranker: Ranker;
  readonly train: Examples;
  /** Loss and accuracy before and after each removal are taken here; `recordExamples` of them. */
  readonly validation: Examples;
  readonly until: Target;
  readonly unitsPerStep?: number;
  /** Fine-tuning updates between removals. With 0, units are scored stand-alone before each step. */
  readonly updates?: number;
  readonly lr?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  readonly batchSize?: number;
  readonly normalize?: Normalization;
  readonly penalty?: Penalty;
  readonly floor?: number;
  readonly denseUnits?: boolean;
  readonly seed?: number;
  readonly curvature?: CurvatureMode;
  readonly loss?: Loss;
  /** Training examples for stand-alone scores and for rankings by the oracle; all by default. */
  readonly scoringExamples?: number;
  /** Validation examples for the history, a seeded choice; all by default. */
  readonly recordExamples?: number;
  readonly onUpdate?: (update: number) => void;
}

/** A unit on its way out. */
export interface RemovedUnit {
  readonly group: string;
  /** Index in its group before this step. */
  readonly index: number;
  /** Index in its group in the unpruned network. */
  readonly original: number;
  /** What it was ranked by: normalised and penalised. */
  readonly score: number;
  /** Place in the ranking of all units, from 0. */
  readonly rank: number;
}

/** One round: fine-tune and score, rank, remove, look. The network is the caller's, changed in place. */
export interface PruneStep {
  /** From 1. */
  readonly step: number;
  /** Fine-tuning updates so far. */
  readonly updates: number;
  readonly removed: readonly RemovedUnit[];
  readonly before: Evaluation;
  readonly after: Evaluation;
  readonly left: Size;
  readonly structure: Structure;
  /** max |ablated − pruned| / max |logit|. */
  readonly difference: number;
  readonly seconds: {
    readonly fineTune: number;
    readonly removal: number;
    readonly check: number;
    readonly evaluation: number;
  };
}

/** The target lies below what pruning can reach. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

const CHECK_EXAMPLES = 8;

/**
 * Prunes a network in place, round by round (section 2 of the paper): fine-tune and score on the same minibatches,
 * remove the lowest units, and again until the target is reached. Momentum, batch statistics and the data's order are
 * carried through removals.
 *
 * The caller owns the loop: stopping it early leaves a valid network. Throws `TargetError` before doing anything when
 * the target cannot be reached, `TrainingError` when fine-tuning diverges, `RemovalError` when a removal is not what
 * ablation said.
 */
export async function* pruneIteratively(network: Network, options: PruneOptions): AsyncGenerator<PruneStep> {
  const {
    train,
    validation,
    until,
    unitsPerStep = 1,
    updates = 30,
    lr = 1e-4,
    momentum,
    weightDecay,
    seed = 0
  } = options;
  let structure = findStructure(network, options);
  const sizes = new Map(structure.groups.map(group => [group.name, group.size]));
  const floor = {floor: options.floor, original: sizes};
  const limit = checkReachable(network, structure, until, options);
  let origins = originalIndices(structure);
  let draw = drawUnits(structure.units, seed);
  const optimizer = createOptimizer({lr, momentum, weightDecay});
  const recorded = chooseExamples(validation.size, options.recordExamples, `${seed}/record`);
  const check = await train.batch(Array.from({length: Math.min(CHECK_EXAMPLES, train.size)}, (_, i) => i));
  try {
    for (let step = 1; measureSize(network, structure)[until.quantity] > limit; step++) {
      const started = performance.now();
      const scores = await rankingScores(network, structure, {
        ...options,
        optimizer,
        draw,
        start: (step - 1) * updates
      });
      const scored = performance.now();
      const lowest = lowestUnits(scores, structure, unitsPerStep, floor);
      const gone = neededRemovals(network, structure, lowest, {quantity: until.quantity, limit});
      const removed = describeRemoved(structure, gone, scores, origins);
      const before = await evaluate(network, validation, {indices: recorded, loss: options.loss});
      const evaluated = performance.now();
      const checked = removeUnitsChecked(network, structure, gone, check.x, [optimizer.slots]);
      const removedAt = performance.now();
      const after = await evaluate(network, validation, {indices: recorded, loss: options.loss});
      const left = without(gone, structure.units);
      origins = left.map(unit => origins[unit]!);
      draw = Float64Array.from(left, unit => draw[unit]!);
      structure = findStructure(network, options);
      yield {
        step,
        updates: step * updates,
        removed,
        before,
        after,
        left: measureSize(network, structure),
        structure,
        difference: checked.difference,
        seconds: {
          fineTune: (scored - started) / 1000,
          removal: checked.removalSeconds,
          check: checked.checkSeconds,
          evaluation: (evaluated - scored + performance.now() - removedAt) / 1000
        }
      };
    }
  } finally {
    optimizer.dispose();
    tf.dispose([check.x, check.y]);
  }
}

function checkReachable(network: Network, structure: Structure, until: Target, options: PruneOptions): number {
  const {quantity, fraction} = until;
  if (!(fraction > 0 && fraction < 1)) {
    throw new TargetError(`Expected the target for ${quantity} to be a fraction in (0, 1), got ${fraction}.`);
  }
  const start = measureSize(network, structure)[quantity];
  const limit = fraction * start;
  const smallest = smallestSize(network, options)[quantity];
  if (smallest <= limit) return limit;
  throw new TargetError(
    `Expected a target for ${quantity} that pruning can reach, got ${fraction}: with one unit (or the floor) left in ` +
      `every group, ${(smallest / start).toPrecision(3)} of ${quantity} remain.`
  );
}

type ScoringOptions = PruneOptions & {
  readonly optimizer: Optimizer;
  readonly draw: Float64Array;
  /** Number of fine-tuning updates so far. */
  readonly start: number;
};

/** Fine-tunes until the next removal and returns what the units are ranked by. */
async function rankingScores(network: Network, structure: Structure, options: ScoringOptions): Promise<Float64Array> {
  const {ranker, updates = 30, normalize = 'l2', penalty} = options;
  const raw = isOracleRanking(ranker)
    ? await oracleScores(network, structure, options)
    : updates > 0
      ? await scoresWhileTuning(network, structure, options)
      : await standAloneScores(network, structure, options);
  const scores = isRankedRaw(ranker) ? raw : normalizeScores(raw, structure.groups, normalize);
  return penalty ? penalize(scores, unitFlops(network, structure), penalty) : scores;
}

async function tune(
  network: Network,
  options: ScoringOptions,
  scorer?: ReturnType<typeof createScorer>
): Promise<void> {
  const {train, optimizer, start, updates = 30, batchSize, seed, loss, onUpdate} = options;
  await fineTune(network, train, {optimizer, start, updates, batchSize, seed, loss, scorer, onUpdate});
}

async function scoresWhileTuning(
  network: Network,
  structure: Structure,
  options: ScoringOptions
): Promise<Float64Array> {
  const {ranker, draw, start, seed = 0, loss = crossEntropy, curvature} = options;
  if (isOracleRanking(ranker)) throw new Error('Expected a criterion, got an oracle ranking.');
  const scorer = createScorer(network, structure, {
    criteria: [ranker],
    draw,
    loss,
    // Exact curvature of weights wants single examples, which a minibatch is not: draw a label instead.
    curvature: curvature === 'exact' && ranker.needs.includes('kernelCurvature') ? {samples: 1} : curvature,
    seed: createRandom(`${seed}/scoring/${start}`).uniform()
  });
  try {
    await tune(network, options, scorer);
    return scorer.finish().get(ranker.name)!;
  } finally {
    scorer.dispose();
  }
}

async function standAloneScores(
  network: Network,
  structure: Structure,
  options: ScoringOptions
): Promise<Float64Array> {
  const {ranker, train, draw, seed = 0, loss, curvature, batchSize, scoringExamples} = options;
  if (isOracleRanking(ranker)) throw new Error('Expected a criterion, got an oracle ranking.');
  const indices = chooseExamples(train.size, scoringExamples, `${seed}/scoring`);
  const {scores} = await scoreUnits(network, train, {
    criteria: [ranker],
    structure,
    draw,
    seed,
    loss,
    curvature,
    batchSize,
    indices
  });
  return scores.get(ranker.name)!;
}

async function oracleScores(network: Network, structure: Structure, options: ScoringOptions): Promise<Float64Array> {
  const {ranker, train, seed = 0, loss, scoringExamples, updates = 30} = options;
  if (updates > 0) await tune(network, options);
  const indices = chooseExamples(train.size, scoringExamples, `${seed}/scoring`);
  let state: OracleState | undefined;
  for await (const next of measureOracle(network, train, {structure, indices, loss})) state = next;
  const changes = lossChanges(state!);
  return ranker === 'oracle-abs' ? changes.map(Math.abs) : changes;
}

function chooseExamples(size: number, count: number | undefined, seed: string): number[] {
  const all = Array.from({length: size}, (_, i) => i);
  if (count === undefined || count >= size) return all;
  return createRandom(seed)
    .permutation(size)
    .slice(0, count)
    .sort((a, b) => a - b);
}

function originalIndices(structure: Structure): number[] {
  return structure.groups.flatMap(({size}) => Array.from({length: size}, (_, i) => i));
}

function without(gone: readonly number[], units: number): number[] {
  const set = new Set(gone);
  return Array.from({length: units}, (_, unit) => unit).filter(unit => !set.has(unit));
}

function describeRemoved(
  structure: Structure,
  gone: readonly number[],
  scores: Float64Array,
  origins: readonly number[]
): RemovedUnit[] {
  const groupOf = groupsByUnit(structure);
  return gone.map(unit => ({
    group: groupOf[unit]!.name,
    index: unit - groupOf[unit]!.first,
    original: origins[unit]!,
    score: scores[unit]!,
    rank: scores.reduce(
      (below, score, other) => below + (score < scores[unit]! || (score === scores[unit]! && other < unit) ? 1 : 0),
      0
    )
  }));
}
