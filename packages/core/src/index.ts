export * from './criterion.ts';
export type * from './data.ts';
export type * from './graph/network.ts';
export type * from './graph/structure.ts';
export {type BuildOptions, buildNetwork, withFreshWeights} from './graph/buildNetwork.ts';
export {cloneNetwork, disposeNetwork} from './graph/disposeNetwork.ts';
export {findStructure} from './graph/findStructure.ts';
export {StructureError} from './graph/structureError.ts';
export {UNIT_KINDS, type StructureOptions} from './graph/structureOptions.ts';
export type {UnitKind} from './layers/layerType.ts';
export {activationBytes, countFlops, countParameters, nodeFlops, unitFlops} from './graph/flops.ts';
export {forward, type ForwardOptions} from './graph/forward.ts';
export {planNetwork, type LayerPlan, type PlanOptions} from './graph/planNetwork.ts';
export {readModel} from './graph/readModel.ts';
export {inferShapes} from './graph/shapes.ts';
export {weightSpecs, type NetworkWeight} from './graph/weightSpecs.ts';
export {writeModel} from './graph/writeModel.ts';
export {layerTypeNames} from './layers/index.ts';
export {ablatedLogits, RemovalError, removeUnitsChecked, TOLERANCE, type CheckedRemoval} from './checkRemoval.ts';
export {
  chanceLevel,
  correlate,
  MEASURES,
  spearman,
  type Correlation,
  type CorrelateOptions,
  type Interval,
  type Measure
} from './correlation.ts';
export {COST_QUANTITIES, type Cost, type CostQuantity, type CostTerm} from './cost/cost.ts';
export {chargeCost} from './cost/chargeCost.ts';
export {measureUnitLatency, type GroupLatency, type UnitLatencyOptions} from './cost/measureUnitLatency.ts';
export {unitCosts} from './cost/unitCosts.ts';
export type {DistillOptions} from './distill/distillOptions.ts';
export {createTeacher, type Distillation, type Teacher} from './distill/teacher.ts';
export {DROP_METRICS, dropBound, type Drop, type DropMetric} from './drop/dropBound.ts';
export {batchesOf, evaluate, logits, type EvaluateOptions, type Evaluation} from './evaluate.ts';
export {
  fineTune,
  trainableWeights,
  TrainingError,
  trainStep,
  type FineTuneOptions,
  type TrainStepOptions
} from './fineTune.ts';
export {METRIC_NAMES, type MetricName} from './metrics/index.ts';
export type {Metric, Outcomes} from './metrics/metric.ts';
export {predictOutcomes} from './predictOutcomes.ts';
export {createBatchOrder, type BatchOrder} from './batchOrder.ts';
export {
  measureLatency,
  measureLatencyRatio,
  timeByTurns,
  timePass,
  type Latency,
  type LatencyOptions
} from './measureLatency.ts';
export {NonFiniteError} from './nonFiniteError.ts';
export {crossEntropy, type Loss} from './loss.ts';
export {NORMALIZATIONS, normalizeScores, type Normalization} from './normalize.ts';
export {
  createOptimizer,
  OPTIMIZERS,
  type CreateOptimizerOptions,
  type OptimizerName
} from './optimizers/createOptimizer.ts';
export {
  copyState as copyOptimizerState,
  disposeState as disposeOptimizerState,
  type Optimizer,
  type OptimizerOptions,
  type OptimizerState
} from './optimizers/optimizer.ts';
export {lossChanges, measureOracle, type OracleOptions, type OracleState} from './oracle.ts';
export {countOracleFlops, type OracleFlops} from './oracle/countOracleFlops.ts';
export {fittingBatch} from './oracle/fittingBatch.ts';
export {penalize, type Penalty} from './penalize.ts';
export {updatesSoFar, type AutoUpdates, type Tuned} from './prune/autoUpdates.ts';
export {pruneIteratively} from './prune/pruneIteratively.ts';
export {
  TargetError,
  type PruneOptions,
  type PruneStep,
  type RemovedUnit,
  type TunedMoment
} from './prune/pruneOptions.ts';
export type {PruneCheckpoint, PruneResume, PruneState} from './prune/pruneState.ts';
export type {Measured} from './prune/goal.ts';
export {isOracleRanking, ORACLE_RANKINGS, rankerName, type OracleRanking, type Ranker} from './prune/ranker.ts';
export {replayRemovals, ReplayError, type LoggedStep, type ReplayOptions} from './prune/replayRemovals.ts';
export {createRandom, type Random} from './random.ts';
export {groupsByUnit, lowestUnits, rankUnits, type Floor} from './rank.ts';
export {removeUnits} from './removeUnits.ts';
export {CriterionError} from './score/criterionError.ts';
export type {CurvatureMode} from './score/curvature.ts';
export type {ScorerOptions} from './score/plan.ts';
export {
  examplesForStability,
  isUnstable,
  rankingStability,
  STABLE,
  type RankingStability
} from './score/rankingStability.ts';
export {freezeBatchNorm} from './transfer/freezeBatchNorm.ts';
export {headLayer, splitHead, type SplitNetwork} from './transfer/splitHead.ts';
export {takeTrunk} from './transfer/takeTrunk.ts';
export {createScorer, type Scorer} from './score/scorer.ts';
export {drawUnits, scoreUnits, type ScoreOptions, type ScoreResult} from './score/scoreUnits.ts';
export {measureSize, neededRemovals, sizeWithout, smallestSize, type Size, type Target} from './target.ts';
export {trainNetwork, type TrainCheckpoint, type TrainEpoch, type TrainOptions} from './trainNetwork.ts';
