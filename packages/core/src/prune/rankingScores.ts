import {chargeCost} from '../cost/chargeCost.ts';
import {unitCosts} from '../cost/unitCosts.ts';
import {fineTune, type FineTuneOptions} from '../fineTune.ts';
import {unitFlops} from '../graph/flops.ts';
import {savedFlops} from '../graph/savedFlops.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {crossEntropy} from '../loss.ts';
import {normalizeScores} from '../normalize.ts';
import {lossChanges, measureOracle, type OracleState} from '../oracle.ts';
import type {Optimizer} from '../optimizers/optimizer.ts';
import {penalize, type Penalty} from '../penalize.ts';
import {createRandom} from '../random.ts';
import {drawHalves, type Halves} from '../score/halves.ts';
import {rankingStability} from '../score/rankingStability.ts';
import {createScorer, type Scorer} from '../score/scorer.ts';
import {scoreUnits} from '../score/scoreUnits.ts';
import type {PruneOptions} from './pruneOptions.ts';
import {isOracleRanking, isRankedRaw, type Ranker} from './ranker.ts';

export type ScoringOptions = Omit<PruneOptions, 'optimizer'> &
  Pick<FineTuneOptions, 'distillation' | 'enough'> & {
    readonly optimizer: Optimizer;
    readonly draw: Float64Array;
    /** Number of fine-tuning updates so far. */
    readonly start: number;
  };

/** Fine-tunes until the next removal and returns what the units are ranked by. */
export async function rankingScores(
  network: Network,
  structure: Structure,
  options: ScoringOptions
): Promise<Float64Array> {
  const {ranker, updates = 30, normalize = 'l2', penalty, cost} = options;
  const raw = isOracleRanking(ranker)
    ? await oracleScores(network, structure, options)
    : updates > 0
      ? await scoresWhileTuning(network, structure, options)
      : await standAloneScores(network, structure, options);
  const normalized = isRankedRaw(ranker) ? raw : normalizeScores(raw, structure.groups, normalize);
  const scores = penalty ? penalize(normalized, flopsOf(penalty, network, structure), penalty) : normalized;
  return cost ? chargeCost(scores, unitCosts(network, structure, cost), cost) : scores;
}

function flopsOf({scale}: Penalty, network: Network, structure: Structure): Float64Array {
  return scale === 'saved' ? savedFlops(network, structure) : unitFlops(network, structure);
}

export type TuneOptions = Pick<
  ScoringOptions,
  'train' | 'optimizer' | 'start' | 'updates' | 'batchSize' | 'seed' | 'loss' | 'onUpdate'
> &
  Pick<FineTuneOptions, 'shown' | 'distillation' | 'enough'>;

/** Fine-tunes by the options' number of updates, or until it is enough. */
export async function tune(network: Network, options: TuneOptions, scorer?: Scorer): Promise<void> {
  const {train, optimizer, start, updates = 30, batchSize, seed, loss, onUpdate, shown, distillation, enough} = options;
  const step = {optimizer, loss, scorer, shown, distillation};
  await fineTune(network, train, {...step, start, updates, batchSize, seed, onUpdate, enough});
}

async function scoresWhileTuning(
  network: Network,
  structure: Structure,
  options: ScoringOptions
): Promise<Float64Array> {
  const {ranker, train, draw, start, seed = 0, loss = crossEntropy, curvature, onStability} = options;
  if (isOracleRanking(ranker)) throw new Error('Expected a criterion, got an oracle ranking.');
  const scorer = createScorer(network, structure, {
    criteria: [ranker],
    draw,
    loss,
    halfOf: onStability && drawHalves(train.size, seed),
    // Exact curvature of weights wants single examples, which a minibatch is not: draw a label instead.
    curvature: curvature === 'exact' && ranker.needs.includes('kernelCurvature') ? {samples: 1} : curvature,
    seed: createRandom(`${seed}/scoring/${start}`).uniform()
  });
  try {
    await tune(network, options, scorer);
    tellStability(scorer.finishHalves().get(ranker.name), structure, options);
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
  const {ranker, train, draw, seed = 0, loss, curvature, batchSize, scoringExamples, onStability} = options;
  if (isOracleRanking(ranker)) throw new Error('Expected a criterion, got an oracle ranking.');
  const indices = chooseExamples(train.size, scoringExamples, `${seed}/scoring`);
  const {scores, halves} = await scoreUnits(network, train, {
    criteria: [ranker],
    structure,
    draw,
    seed,
    loss,
    curvature,
    batchSize,
    indices,
    halves: onStability !== undefined
  });
  tellStability(halves.get(ranker.name), structure, options);
  return scores.get(ranker.name)!;
}

function tellStability(
  halves: Halves | undefined,
  {groups}: Structure,
  {ranker, normalize = 'l2', onStability}: ScoringOptions
): void {
  if (halves) onStability?.(rankingStability(halves, groups, isRankedRaw(ranker) ? 'none' : normalize));
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

/** What passes show when a ranking takes its scores from them. */
export function shownTo(ranker: Ranker, network: Network, structure: Structure): FineTuneOptions['shown'] {
  if (isOracleRanking(ranker)) return undefined;
  const scorer = createScorer(network, structure, {
    criteria: [ranker],
    draw: new Float64Array(structure.units),
    seed: 0
  });
  scorer.dispose();
  return scorer;
}

/** A seeded choice of `count` examples in file order, or all of them. */
export function chooseExamples(size: number, count: number | undefined, seed: string): number[] {
  const all = Array.from({length: size}, (_, i) => i);
  if (count === undefined || count >= size) return all;
  return createRandom(seed)
    .permutation(size)
    .slice(0, count)
    .sort((a, b) => a - b);
}
