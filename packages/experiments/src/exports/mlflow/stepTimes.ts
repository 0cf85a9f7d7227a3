import type {MetricsRow} from '../../run/runResult.ts';

/** A line of `timings.jsonl`. */
export interface StepSeconds {
  readonly step: number;
  readonly fineTune?: number;
  readonly removal?: number;
  readonly check?: number;
  readonly evaluation?: number;
}

/**
 * Milliseconds since 1970 at which each row of `metrics.jsonl` was there: the last one at `end`, those before it by the
 * seconds of the steps between, each at least a millisecond before the next.
 */
export function stepTimes(
  rows: readonly MetricsRow[],
  timings: readonly StepSeconds[],
  end: number
): readonly number[] {
  // An attempt that went on has later lines for the same step.
  const taken = new Map(timings.map(seconds => [seconds.step, total(seconds)]));
  const times: number[] = [];
  let time = end;
  for (const {step} of rows.toReversed()) {
    times.unshift(Math.round(time));
    time -= Math.max(1, 1000 * (taken.get(step) ?? 0));
  }
  return times;
}

function total({fineTune = 0, removal = 0, check = 0, evaluation = 0}: StepSeconds): number {
  return fineTune + removal + check + evaluation;
}
