import {fineTune, type FineTuneOptions} from '../fineTune.ts';
import {unitFlops} from '../graph/flops.ts';
import {savedFlops} from '../graph/savedFlops.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {crossEntropy} from '../loss.ts';
import {normalizeScores} from '../normalize.ts';
import {lossChanges, measureOracle, type OracleState} from '../oracle.ts';
import type {Optimizer} from '../optimizers/optimizer.ts';
import {penalize} from '../penalize.ts';
import {createRandom} from '../random.ts';
import {createScorer, type Scorer} from '../score/scorer.ts';
import {scoreUnits} from '../score/scoreUnits.ts';
import type {PruneOptions} from './pruneOptions.ts';
import {isOracleRanking, isRankedRaw, type Ranker} from './ranker.ts';

export type ScoringOptions = Omit<PruneOptions, 'optimizer'> &
  Pick<FineTuneOptions, 'distillation'> & {
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
  const {ranker, updates = 30, normalize = 'l2', penalty} = options;
  const raw = isOracleRanking(ranker)
    ? await oracleScores(network, structure, options)
    : updates > 0
      ? await scoresWhileTuning(network, structure, options)
      : await standAloneScores(network, structure, options);
  const scores = isRankedRaw(ranker) ? raw : normalizeScores(raw, structure.groups, normalize);
  if (!penalty) return scores;
  const costs = penalty.scale === 'saved' ? savedFlops(network, structure) : unitFlops(network, structure);
  return penalize(scores, costs, penalty);
}

export type TuneOptions = Pick<
  ScoringOptions,
  'train' | 'optimizer' | 'start' | 'updates' | 'batchSize' | 'seed' | 'loss' | 'onUpdate'
> &
  Pick<FineTuneOptions, 'shown' | 'distillation'>;

/** Fine-tunes by the options' number of updates. */
export async function tune(network: Network, options: TuneOptions, scorer?: Scorer): Promise<void> {
  const {train, optimizer, start, updates = 30, batchSize, seed, loss, onUpdate, shown, distillation} = options;
  const step = {optimizer, loss, scorer, shown, distillation};
  await fineTune(network, train, {...step, start, updates, batchSize, seed, onUpdate});
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
