import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Settings} from '../schema/experiment.ts';
import type {Stage} from '../runs/stages.ts';
import type {TrainedBase} from './trainBase.ts';

/** The learning rate that a base network was trained by: the one of the settings, or the one chosen of several. */
export async function trainedRate(
  {lr}: Pick<Settings['train'], 'lr'>,
  {folder}: Pick<Stage, 'folder'>
): Promise<number> {
  if (typeof lr === 'number') return lr;
  const recorded = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as Pick<TrainedBase, 'lr'>;
  if (!recorded.lr) throw new Error(`Expected ${folder} to tell which learning rate was chosen, got none.`);
  return recorded.lr.chosen;
}
