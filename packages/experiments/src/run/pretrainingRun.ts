import type {RunInputs} from '../runs/runKey.ts';
import type {PlannedRun} from './planSweep.ts';

/**
 * What makes the base that a run's network is trained on first, on other data, as if it were a run of its own: whoever
 * trains this network on those data has the same stage. Nothing where the run does not ask for it.
 */
export function pretrainingRun(run: PlannedRun): PlannedRun | undefined {
  const {pretrain, frozenBatchNorm: _later, ...model} = run.config.settings.model;
  const {pretrain: stripped} = run.inputs.settings.model;
  const {pretrain: data = '', ...digests} = run.inputs.digests;
  if (!pretrain || !stripped) return undefined;
  const settings = {...run.config.settings, ...pretrain, model};
  const inputs: RunInputs = {
    ...run.inputs,
    settings: {...run.inputs.settings, ...stripped, model},
    digests: {...digests, data}
  };
  return {...run, config: {...run.config, settings}, inputs};
}
