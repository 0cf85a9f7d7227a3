import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {givenStructure} from '../jobs/givenStructure.ts';
import {millisecondsOf, UNIT_TIMING, unitLatencies, type UnitLatencies} from '../jobs/unitLatencies.ts';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import {engineIdentity} from '../runs/runKey.ts';
import {ensureStage, type Stage} from '../runs/stages.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {RESULTS_VERSION} from '../version.ts';
import type {PlannedRun} from './planSweep.ts';
import type {RunContext} from './runContext.ts';

/**
 * What the units of the base network cost in measured time, `costs.json`, where settings rank by it. Measured once: runs
 * that go on, and all runs from this base, take the numbers that are there.
 */
export async function ensureCosts(run: PlannedRun, base: Stage, context: RunContext): Promise<Stage | undefined> {
  const {prune} = run.config.settings;
  if (prune.cost?.of !== 'latency') return undefined;
  const structure = givenStructure(prune);
  const batch = prune.latencyBatch ?? 1;
  return ensureStage(context.store, {
    kind: 'costs',
    inputs: {
      results: RESULTS_VERSION,
      engine: engineIdentity(context.engine),
      base: base.key,
      structure,
      batch,
      timing: UNIT_TIMING
    },
    make: async folder => {
      const {network} = await loadModel(join(base.folder, 'model'));
      await using(network, async () =>
        writeJson(join(folder, 'costs.json'), await unitLatencies(network, {...structure, batch}))
      );
    },
    onWait: () => context.onProgress?.({kind: 'stage', stage: 'costs', state: 'waiting'})
  });
}

/** Milliseconds for a unit of each group, in the order of groups, where they are measured. */
export async function readCosts(stage: Stage | undefined): Promise<readonly number[] | undefined> {
  if (!stage) return undefined;
  return millisecondsOf(JSON.parse(await readFile(join(stage.folder, 'costs.json'), 'utf8')) as UnitLatencies);
}
