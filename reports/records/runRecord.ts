import type {z} from 'zod';
import type {
  baseSchema,
  engineSchema,
  latenciesSchema,
  metricPointSchema,
  oracleSchema,
  removalStepSchema,
  resultSchema,
  scoresSchema
} from './schemas.ts';

/** One measured point of a run; step 0 is the unpruned network. */
export type MetricPoint = z.infer<typeof metricPointSchema>;
/** One removal: which units went, and loss and accuracy on validation data before and after. */
export type RemovalStep = z.infer<typeof removalStepSchema>;
export type RunResult = z.infer<typeof resultSchema>;
/** `scores.json`: scores of the unpruned network by every criterion; arrays are parallel to `units`. */
export type ScoresFile = z.infer<typeof scoresSchema>;
/** `oracle.json`: signed loss change of ablating each unit. */
export type OracleFile = z.infer<typeof oracleSchema>;
/** The tensor engine that computed a run. */
export type EngineRecord = z.infer<typeof engineSchema>;

/** `metrics.json` of the base network that a run starts from. */
export type BaseMetrics = z.infer<typeof baseSchema>;
export type Latencies = z.infer<typeof latenciesSchema>;

/** A finished run, as its folder tells it. */
export interface RunRecord {
  readonly sweep: string;
  readonly id: string;
  readonly criterion: string;
  /** What tells this run's line from others in a figure: its criterion, and other swept values where there are any. */
  readonly label: string;
  readonly seed: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly engine?: EngineRecord;
  readonly curve: readonly MetricPoint[];
  readonly history: readonly RemovalStep[];
  readonly result: RunResult;
  readonly scores?: ScoresFile;
  readonly oracle?: OracleFile;
  readonly base?: BaseMetrics;
  /** Groups whose maps go into pooling next; undefined where the network's description is not kept. */
  readonly beforePooling?: readonly string[];
  readonly latencies?: Latencies;
  /** Mean time of an update, scoring between removals included, where it was kept. */
  readonly updateMilliseconds?: number;
  /** All removals, with their updates and scoring, those behind the last one too; evaluations apart. Where it was kept. */
  readonly pruningSeconds?: number;
  /** What the paper says of this experiment. */
  readonly reference?: Readonly<Record<string, unknown>>;
}
