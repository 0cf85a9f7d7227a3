import {foreseeEngine, startEngine, type Engine} from '@espalier/backend';
import {canonicalJson} from '../runs/canonicalJson.ts';
import {engineIdentity} from '../runs/runKey.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import type {Halving} from '../schema/halving.ts';
import {planSweep, type PlanContext, type PlannedRun} from './planSweep.ts';
import type {SweepOptions} from './runSweep.ts';
import {asItStands, scheduleFolder} from './schedule/createSchedule.ts';
import {toDo} from './toDo.ts';

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
  {halving, ...context}: Omit<PlanContext, 'engine'> & {readonly halving?: Halving},
  {dryRun = false, start = startEngine, ...options}: SweepOptions
): Promise<StartedPlan> {
  const foreseen = foreseeEngine();
  const expected = foreseen ?? (await start());
  const planFor = async (engine: Engine) => {
    const plan = await planSweep(runs, {...context, engine});
    const folder = scheduleFolder(context.store, plan);
    return asItStands(plan, {halving, folder, rerunFailed: options.rerunFailed});
  };
  const plan = await planFor(expected);
  if (dryRun || toDo(plan, options).length === 0) return {plan};
  const engine = await start();
  const isSame = canonicalJson(engineIdentity(engine)) === canonicalJson(engineIdentity(expected));
  return {engine, plan: isSame ? plan : await planFor(engine)};
}
