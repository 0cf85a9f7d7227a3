import {textTable} from '../output/textTable.ts';
import type {SweepDocument} from './sweepDocument.ts';

/** What `--dry-run` prints: each run, and whether and why it would be done. */
export function planTable({sweep, runs}: SweepDocument): string {
  const finished = runs.filter(({status}) => status === 'finished').length;
  const failed = runs.filter(({status}) => status === 'failed').length;
  const total = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  const head = `${sweep}: ${total}, ${finished} finished, ${failed} failed, ${runs.length - finished - failed} to run`;
  const table = textTable(
    [{header: 'run'}, {header: 'state'}, {header: 'why', prose: true}],
    runs.map(({id, status, reason}) => [id, status, reason])
  );
  return `${head}\n\n${table}`;
}
