import type {ListedRun} from '../../run/listRuns.ts';
import {endOf, hasEnded, onceMore, present, type TrackedRun} from './describeRun.ts';
import type {MlflowStatus} from './mlflowApi.ts';

/** Stands for the run key of a parent run. */
const PARENT = 'sweep';

/** The parent run of a sweep: how many runs it has, and how they ended. */
export function describeSweep(
  sweep: string,
  runs: readonly ListedRun[],
  {underWay, command}: {readonly underWay: boolean; readonly command?: string}
): TrackedRun {
  const count = (status: ListedRun['status']) => runs.filter(run => run.status === status).length;
  const states = (['finished', 'failed', 'running', 'queued', 'interrupted', 'cancelled'] as const)
    .filter(status => count(status) > 0)
    .map(status => `${count(status)} ${status}`);
  const isOver = !underWay && runs.every(run => hasEnded(run.status));
  return {
    key: PARENT,
    name: sweep,
    status: isOver ? verdict(count) : 'RUNNING',
    started: Math.min(...runs.map(({meta}) => Date.parse(meta.created))),
    ended: isOver ? Math.max(...runs.map(endOf)) : undefined,
    params: [],
    tags: present({
      'espalier.sweep': sweep,
      'mlflow.source.type': 'LOCAL',
      'mlflow.source.name': command,
      'espalier.runs': `${runs.length} (${states.join(', ')})`
    }),
    note: `Sweep \`${sweep}\` of Espalier; its runs are below it.${onceMore(command)}`,
    metrics: []
  };
}

function verdict(count: (status: ListedRun['status']) => number): MlflowStatus {
  if (count('failed') > 0) return 'FAILED';
  return count('interrupted') + count('cancelled') > 0 ? 'KILLED' : 'FINISHED';
}
