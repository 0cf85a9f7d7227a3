import {join} from 'node:path';
import {createTeacher, findStructure, type Distillation} from '@espalier/core';
import {using} from '../../jobs/withModel.ts';
import {loadModel} from '../../models/loadModel.ts';
import type {MilestonePlace} from './milestonePlace.ts';
import type {PassingNetwork} from './tuneCopy.ts';

/** Does work with what a network between two steps of its pruning is taught, where settings ask for it. */
export async function withTeacher<T>(
  {network, checkpoint}: PassingNetwork,
  {run, base}: MilestonePlace,
  work: (distillation?: Distillation) => Promise<T>
): Promise<T> {
  const {prune} = run.config.settings;
  if (!prune.distill) return work();
  const {network: unpruned} = await loadModel(join(base.folder, 'model'));
  return using(unpruned, async () => {
    const teacher = createTeacher(unpruned, prune.distill!, prune);
    try {
      return await work(teacher.teach(findStructure(network, prune), checkpoint.state.origins));
    } finally {
      teacher.dispose();
    }
  });
}
