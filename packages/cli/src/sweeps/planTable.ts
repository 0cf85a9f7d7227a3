import {textTable} from '../output/textTable.ts';
import {rungsLine} from './rungsLine.ts';
import type {SweepDocument, SweptRun} from './sweepDocument.ts';

/** Runs that are listed one by one; more are counted by what is the matter with them. */
const MOST_ROWS = 50;

export interface PlanTableOptions {
  /** Lists each run, however many there are. */
  readonly verbose?: boolean;
}

/** What `--dry-run` prints: the runs, and whether and why they would be done. */
export function planTable({sweep, runs, rungs}: SweepDocument, {verbose = false}: PlanTableOptions = {}): string {
  const count = (wanted: SweptRun['status']) => runs.filter(({status}) => status === wanted).length;
  const waiting = runs.filter(({status, reason}) => status === 'to run' && reason.endsWith('if promoted')).length;
  const total = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  const left = rungs ? `, ${count('not promoted')} not promoted, ${waiting} if promoted` : '';
  const head = `${sweep}: ${total}, ${count('finished')} finished, ${count('failed')} failed${left}, ${count('to run') - waiting} to run`;
  const lines = rungs ? `${head}\n${rungsLine(rungs)}` : head;
  return `${lines}\n\n${verbose || runs.length <= MOST_ROWS ? eachRun(runs) : groups(runs)}`;
}

function eachRun(runs: readonly SweptRun[]): string {
  return textTable(
    [{header: 'run'}, {header: 'state'}, {header: 'why', prose: true}],
    runs.map(({id, status, reason}) => [id, status, reason])
  );
}

function groups(runs: readonly SweptRun[]): string {
  const groups = new Map<string, {readonly first: SweptRun; readonly why: string; count: number}>();
  for (const run of runs) {
    const why = reasonOfMany(run.reason);
    const name = `${run.status} ${why}`;
    const group = groups.get(name);
    if (group) group.count++;
    else groups.set(name, {first: run, why, count: 1});
  }
  const rows = [...groups.values()].map(({first, why, count}) => [String(count), first.status, why, first.id]);
  const columns = [{header: 'runs', align: 'right'}, {header: 'state'}, {header: 'why', prose: true}] as const;
  return `${textTable([...columns, {header: 'such as'}], rows)}\n\nEach run: --verbose or --json`;
}

/** A reason without what it says of a single run. */
function reasonOfMany(reason: string): string {
  return reason
    .replace(/^changed since [^:]+:/, 'changed since an earlier run:')
    .replace(/^cut off in attempt \d+/, 'cut off')
    .replace(/^not promoted: place \d+ of/, 'not promoted: not among the best of');
}
