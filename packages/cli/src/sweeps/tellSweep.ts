import type {RunProgress, SweepEvent} from '@espalier/experiments';
import {duration} from '../output/formatNumber.ts';
import type {Board} from '../progress/board.ts';
import {rungsLine} from './rungsLine.ts';

const STAGES = {
  base: 'training the base network',
  scores: 'scoring by every criterion',
  oracle: 'measuring the oracle',
  costs: 'timing units',
  milestone: 'fine-tuning at a milestone',
  unpruned: 'fine-tuning the unpruned network',
  scratch: 'training the pruned shape from scratch'
};

/** A run under way. */
interface Place {
  readonly title: string;
  readonly since: number;
  /** Of pruning, in [0, 1]. */
  done: number;
}

/** Turns the events of a sweep into lines and bars. */
export function tellSweep(board: Board, {dryRun}: {readonly dryRun: boolean}): (event: SweepEvent) => void {
  const places = new Map<string, Place>();
  let total = 1;
  let over = 0;
  const tellTotal = () => {
    const parts = [...places.values()].reduce((sum, {done}) => sum + done, 0);
    board.total(`${over} of ${total} runs`, Math.round(1000 * (over + parts)), 1000 * total);
  };
  const end = (key: string): string => {
    const place = places.get(key);
    places.delete(key);
    board.end(key);
    return place ? ` in ${duration((Date.now() - place.since) / 1000)}` : '';
  };
  return event => {
    if (event.kind === 'planned') {
      if (!dryRun) board.say(plannedLine(event));
      return;
    }
    const {run} = event;
    const title = places.get(run.key)?.title ?? run.id;
    switch (event.kind) {
      case 'started':
        ({total} = event);
        places.set(run.key, {title: `[${event.position}/${event.total}] ${run.id}`, since: Date.now(), done: 0});
        break;
      case 'progress':
        tellRun(board, run.key, title, event.progress);
        if (event.progress.kind === 'prune') setDone(places.get(run.key), event.progress.progress);
        break;
      case 'elsewhere':
        end(run.key);
        board.say(`${title}: another process is at it`);
        break;
      case 'again':
        end(run.key);
        board.say(`${title}: tried again, because ${event.reason}`);
        break;
      case 'ended':
        over++;
        board.say(`${title}: ${event.status}${end(run.key)}`);
        break;
    }
    tellTotal();
  };
}

function setDone(place: Place | undefined, done: number): void {
  if (place) place.done = done;
}

function plannedLine({runs, rungs}: Extract<SweepEvent, {kind: 'planned'}>): string {
  const count = (state: string) => runs.filter(run => run.state === state).length;
  const failed = count('failed') > 0 ? `, ${count('failed')} failed earlier` : '';
  const some = rungs ? 'the rest to run' : `${count('to run')} to run`;
  const left = count('to run') === 0 ? 'nothing to run' : some;
  const all = rungs ? rungsLine(rungs) : `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  return `${all}: ${count('finished')} finished${failed}, ${left}`;
}

function tellRun(board: Board, key: string, title: string, event: RunProgress): void {
  if (event.kind === 'prune') {
    board.update(key, `${title}: pruning`, 1000 * event.progress, 1000);
  } else if (event.state === 'waiting') {
    board.say(`${title}: waiting for another process that is ${STAGES[event.stage]}`);
  } else if (event.state === 'working') {
    board.update(key, `${title}: ${STAGES[event.stage]}`, event.done ?? 0, event.total ?? 1);
  }
}
