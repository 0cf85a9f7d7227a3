import type {Cost} from '../cost/cost.ts';
import type {Examples} from '../data.ts';
import type {DistillOptions} from '../distill/distillOptions.ts';
import type {Evaluation} from '../evaluate.ts';
import type {Structure} from '../graph/structure.ts';
import type {StructureOptions} from '../graph/structureOptions.ts';
import type {Loss} from '../loss.ts';
import type {Latency} from '../measureLatency.ts';
import type {Normalization} from '../normalize.ts';
import type {OptimizerName} from '../optimizers/createOptimizer.ts';
import type {Penalty} from '../penalize.ts';
import type {Floor} from '../rank.ts';
import type {CurvatureMode} from '../score/curvature.ts';
import type {RankingStability} from '../score/rankingStability.ts';
import type {Size, Target} from '../target.ts';
import type {AutoUpdates} from './autoUpdates.ts';
import type {PruneCheckpoint, PruneResume} from './pruneState.ts';
import type {Ranker} from './ranker.ts';

export interface PruneOptions extends StructureOptions, Pick<Floor, 'floor'> {
  readonly ranker: Ranker;
  readonly train: Examples;
  /** Loss and accuracy before and after each removal are taken here; `recordExamples` of them. */
  readonly validation: Examples;
  /** Where pruning is done; without, as far as floors let units go. */
  readonly until?: Target;
  /** Units that a step removes, or `all` that the target needs: scored once and removed at once. */
  readonly unitsPerStep?: number | 'all';
  /** Fine-tuning updates between removals. With 0, units are scored stand-alone before each step. */
  readonly updates?: number;
  /** Makes `updates` the most between two removals, and stops where they are no longer worth it. */
  readonly autoUpdates?: AutoUpdates;
  /** SGD with momentum by default. */
  readonly optimizer?: OptimizerName;
  readonly lr?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  readonly batchSize?: number;
  readonly normalize?: Normalization;
  readonly penalty?: Penalty;
  /** What units save, in their ranking; behind normalisation, and behind `penalty`. */
  readonly cost?: Cost;
  readonly seed?: number;
  readonly curvature?: CurvatureMode;
  readonly loss?: Loss;
  /** Fine-tunes with the unpruned network as teacher. Scores stay those of the loss alone. */
  readonly distill?: DistillOptions;
  /** Training examples for stand-alone scores and for rankings by the oracle; all by default. */
  readonly scoringExamples?: number;
  /** Validation examples for the history, a seeded choice; all by default. */
  readonly recordExamples?: number;
  /** Examples in a batch whose latency is measured, where that is the target; 1 by default. */
  readonly latencyBatch?: number;
  readonly onUpdate?: (update: number) => void;
  /** Told once how stable the first ranking is, where it is by a criterion that other examples could change. */
  readonly onStability?: (stability: RankingStability) => void;
  /** Updates after the last removal; as many as between removals by default. */
  readonly finalUpdates?: number;
  /** Told how many seconds the updates after the last removal took, part by part. */
  readonly onFinalPart?: (seconds: number) => void;
  /** Awaited whenever fine-tuning is done: before each removal, and at the end. The place to measure the network. */
  readonly onTuned?: (moment: TunedMoment) => void | Promise<void>;
  /** Asked in front of `onTuned`. With false, pruning ends there: nothing more is told, removed or tuned. */
  readonly goesOn?: (moment: TunedMoment) => boolean | Promise<boolean>;
  /**
   * Awaited wherever pruning can go on from later: after each step, once the caller asks for the next, and every so many
   * of the last updates. The tensors of the checkpoint and of the network are as they belong together until it returns.
   */
  readonly onBoundary?: (checkpoint: PruneCheckpoint) => void | Promise<void>;
  /**
   * Goes on from a checkpoint of the same options, with the network as it was then; the same engine gives the same bits
   * as if it had never stopped. The tensors of its optimizer belong to the pruning from its first step on.
   */
  readonly resume?: PruneResume;
}

/** A network that has recovered from its last removal as far as its updates allow. */
export interface TunedMoment {
  /** Removals so far. */
  readonly step: number;
  /** Fine-tuning updates so far. */
  readonly updates: number;
  readonly structure: Structure;
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
  /** Those in front of this removal, where a rule ends them. */
  readonly ownUpdates?: number;
  readonly removed: readonly RemovedUnit[];
  readonly before: Evaluation;
  readonly after: Evaluation;
  readonly left: Size;
  readonly structure: Structure;
  /** max |ablated − pruned| / max |logit|. */
  readonly difference: number;
  /** The last measurement so far, where latency is the target. */
  readonly latency?: Latency;
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
