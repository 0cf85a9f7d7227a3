import {foreseeEngine, startEngine, type Engine} from '@espalier/backend';
import {canonicalJson} from '../runs/canonicalJson.ts';
import {engineIdentity} from '../runs/runKey.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import {planSweep, type PlanContext, type PlannedRun} from './planSweep.ts';
import type {SweepOptions} from './runSweep.ts';

export interface StartedPlan {
  readonly plan: readonly PlannedRun[];
  /** Only where there is something to compute. */
  readonly engine?: Engine;
}

/**
 * Plans with the engine that is foreseen, which is quick, and starts it only where there is something to compute. If
 * another one starts, keys are other ones too, and all is planned again.
 */
export async function planAndStart(
  runs: readonly RunConfig[],
  context: Omit<PlanContext, 'engine'>,
  {dryRun = false, start = startEngine, ...options}: SweepOptions
): Promise<StartedPlan> {
  const foreseen = foreseeEngine();
  const expected = foreseen ?? (await start());
  const plan = await planSweep(runs, {...context, engine: expected});
  if (dryRun || toDo(plan, options).length === 0) return {plan};
  const engine = await start();
  const isSame = canonicalJson(engineIdentity(engine)) === canonicalJson(engineIdentity(expected));
  return {engine, plan: isSame ? plan : await planSweep(runs, {...context, engine})};
}

/** The runs that a sweep would do now. */
export function toDo(plan: readonly PlannedRun[], {rerunFailed = false}: SweepOptions): readonly PlannedRun[] {
  return plan.filter(({state}) => state === 'to run' || (state === 'failed' && rerunFailed));
}
