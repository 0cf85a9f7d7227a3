import type {Latency, MetricName} from '@espalier/core';
import type {MilestoneQuantity} from '../schema/milestones.ts';
import type {Stopped} from './drop/stopped.ts';

/** How good a network is on the validation and the test split, and where settings ask for it on the training split; metrics beside loss and accuracy where settings ask for them,
 * null where there is no such number. */
export interface Quality extends Readonly<
  Partial<Record<`${'train' | 'validation' | 'test'}${Capitalize<MetricName>}`, number | null>>
> {
  /** Where settings ask for the training split. */
  readonly trainLoss?: number;
  readonly trainAccuracy?: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** Size and quality of a network at one end of a run. */
export interface Endpoint extends Quality {
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
  /** Bytes of all outputs of one example, where memory is the target, or milestones ask for it. */
  readonly memory?: number;
}

/** `result.json`. Nothing in it depends on when or where the run was done. */
export interface RunResult {
  readonly format: 'espalier.run/1';
  readonly criterion: string;
  readonly seed: number;
  readonly metric: {readonly name: string; readonly goal: string; readonly value: number};
  readonly before: Endpoint;
  readonly after: Endpoint;
  /** Measured, where latency is the target: such results are not the same bytes every time. */
  readonly latency?: Latency;
  /** Where a drop of quality may end pruning. */
  readonly stopped?: Stopped;
  /** Where settings ask for them, the largest fraction first. */
  readonly milestones?: readonly MilestoneRow[];
}

/** What a milestone is: a fraction of the unpruned network, `{units: 0.5}`. */
export type MilestoneTarget = Readonly<Partial<Record<MilestoneQuantity, number>>>;

/** A copy of the pruned network as it first has at most a fraction left, after fine-tuning of its own. */
export interface MilestoneRow extends Endpoint {
  readonly target: MilestoneTarget;
  /** Removals so far. */
  readonly step: number;
  /** Updates of the weights since pruning began, those of the copy among them. */
  readonly updates: number;
  /** Where settings ask for them. */
  readonly controls?: {
    /** The unpruned network after as many updates. */
    readonly unpruned?: ControlRow;
    /** The milestone's shape trained from random weights by as many updates as base training and these together. */
    readonly scratch?: ControlRow;
  };
}

/** What a milestone is compared with. */
export interface ControlRow extends Quality {
  readonly updates: number;
  readonly parameters: number;
}

/** One line of `metrics.jsonl`; step 0 is the unpruned network. */
export interface MetricsRow extends Endpoint {
  readonly step: number;
  /** Updates of the weights so far. */
  readonly updates: number;
  readonly unitsLeft: Readonly<Record<string, number>>;
}
