import type {ListedRun} from '@espalier/experiments';

/** All runs of a store; none, and no new folders, where there is no store. */
export async function listStore(root: string): Promise<readonly ListedRun[]> {
  const {findRunStore, listRuns} = await import('@espalier/experiments/store');
  const store = findRunStore(root);
  return store ? listRuns(store) : [];
}
