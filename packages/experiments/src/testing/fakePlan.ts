import type {PlannedRun} from '../run/planSweep.ts';
import type {RunResult} from '../run/runResult.ts';
import type {Halving} from '../schema/halving.ts';

/** The runs of a halving as they are planned, of candidates `lr: 0`, `lr: 1`, …, for schedules, which look no further. */
export function fakePlan(candidates: number, {key, values}: Halving, seeds: readonly number[] = [0]): PlannedRun[] {
  return values.flatMap(value =>
    Array.from({length: candidates}, (_, lr) => lr).flatMap(lr =>
      seeds.map(seed => {
        const id = `lr${lr}-${key}${value}-s${seed}`;
        const settings = {metric: {name: 'validationAccuracy', goal: 'maximize'}};
        const config = {sweep: 'study', seed, point: {lr, [key]: value}, settings};
        return {config, key: id, id, folder: '', state: 'to run', reason: 'never run'} as unknown as PlannedRun;
      })
    )
  );
}

/** A result of which a schedule reads the metric; its test accuracy would put the candidates in another order. */
export function fakeResult(value: number): RunResult {
  return {
    metric: {name: 'validationAccuracy', goal: 'maximize', value},
    after: {testAccuracy: -value}
  } as unknown as RunResult;
}
