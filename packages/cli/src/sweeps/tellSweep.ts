import type {RunProgress, SweepEvent} from '@espalier/experiments';
import {duration} from '../output/formatNumber.ts';
import type {Progress} from '../progress/progress.ts';

const STAGES = {
  base: 'training the base network',
  scores: 'scoring by every criterion',
  oracle: 'measuring the oracle'
};

/** Turns the events of a sweep into lines and bars. */
export function tellSweep(progress: Progress, {dryRun}: {readonly dryRun: boolean}): (event: SweepEvent) => void {
  let place = '';
  let since = Date.now();
  return event => {
    switch (event.kind) {
      case 'planned':
        if (!dryRun) progress.say(plannedLine(event.runs));
        break;
      case 'started':
        since = Date.now();
        place = `[${event.position}/${event.total}] ${event.run.id}`;
        break;
      case 'progress':
        tellRun(progress, place, event.progress);
        break;
      case 'elsewhere':
        progress.say(`${event.run.id}: another process is at it`);
        break;
      case 'ended':
        progress.say(`${place || event.run.id}: ${event.status} in ${duration((Date.now() - since) / 1000)}`);
        break;
    }
  };
}

function plannedLine(runs: Extract<SweepEvent, {kind: 'planned'}>['runs']): string {
  const count = (state: string) => runs.filter(run => run.state === state).length;
  const failed = count('failed') > 0 ? `, ${count('failed')} failed earlier` : '';
  const left = count('to run') === 0 ? 'nothing to run' : `${count('to run')} to run`;
  return `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: ${count('finished')} finished${failed}, ${left}`;
}

function tellRun(progress: Progress, place: string, event: RunProgress): void {
  if (event.kind === 'prune') {
    progress.update(`${place}: pruning`, 1000 * event.progress, 1000);
  } else if (event.state === 'waiting') {
    progress.say(`${place}: waiting for another process that is ${STAGES[event.stage]}`);
  } else if (event.state === 'working') {
    progress.update(`${place}: ${STAGES[event.stage]}`, event.done ?? 0, event.total ?? 1);
  }
}
