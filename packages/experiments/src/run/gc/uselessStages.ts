import type {RunStore} from '../../runs/runStore.ts';
import {listStages, removeStage, type KeptStage} from '../../runs/stages.ts';
import type {ListedRun} from '../listRuns.ts';
import type {UnreadableRun} from '../unreadableRuns.ts';
import type {Found} from './garbage.ts';
import {sizeAndAge} from './sizeAndAge.ts';

const REASONS: Readonly<Record<KeptStage['state'], string>> = {
  ready: 'no run uses it',
  making: 'nobody makes it',
  removing: 'its removal was cut off'
};

export interface StageUse {
  readonly runs: readonly ListedRun[];
  readonly unreadable: readonly UnreadableRun[];
  readonly isOld: (changed: number) => boolean;
}

/** Stages that no run names, and left-overs of their making; none while that cannot be known. */
export function uselessStages(store: RunStore, {runs, unreadable, isOld}: StageUse): Found {
  const stages = listStages(store);
  const [running] = runs.filter(({status}) => status === 'running');
  const [broken] = unreadable;
  if (stages.length > 0 && running)
    return {
      garbage: [],
      kept: [`All stages are kept: ${running.sweep}/${running.id} is under way, and may need any.`]
    };
  if (stages.length > 0 && broken)
    return {garbage: [], kept: [`All stages are kept: which ones a run uses is not known. ${broken.reason}`]};
  const used = new Set(runs.flatMap(({meta}) => Object.values<string>({...meta.stages})));
  const garbage = stages.flatMap(stage => {
    if (stage.state === 'ready' && used.has(stage.key)) return [];
    const {bytes, changed} = sizeAndAge(stage.folder);
    if (!isOld(changed)) return [];
    const kind = stage.state === 'making' ? ('unfinished stage' as const) : ('stage' as const);
    const remove = () => removeStage(store, stage);
    return [{kind, path: stage.folder, bytes, reason: REASONS[stage.state], remove}];
  });
  return {garbage, kept: []};
}
