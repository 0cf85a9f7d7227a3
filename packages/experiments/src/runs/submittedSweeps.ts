import {join} from 'node:path';
import {foldersIn} from './foldersIn.ts';

/** Names of the sweeps that were ever submitted to the run store in a folder. */
export function submittedSweeps(root: string): readonly string[] {
  return foldersIn(join(root, '.sweeps'));
}
