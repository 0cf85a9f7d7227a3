import {stat} from 'node:fs/promises';
import type {ListedRun} from '@espalier/experiments';

/** All runs of a store; none, and no new folders, where there is no store. */
export async function listStore(root: string): Promise<readonly ListedRun[]> {
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) return [];
  const {listRuns, openRunStore} = await import('@espalier/experiments/store');
  return listRuns(openRunStore(root));
}
