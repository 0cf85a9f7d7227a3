import type {Latency} from '@espalier/core';

/** Size and quality of a network at one end of a run. */
export interface Endpoint {
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
  /** Bytes of all outputs of one example, where memory is the target. */
  readonly memory?: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
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
}

/** One line of `metrics.jsonl`; step 0 is the unpruned network. */
export interface MetricsRow extends Endpoint {
  readonly step: number;
  /** Updates of the weights so far. */
  readonly updates: number;
  readonly unitsLeft: Readonly<Record<string, number>>;
}
