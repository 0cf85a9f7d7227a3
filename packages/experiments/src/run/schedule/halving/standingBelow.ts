import type {Halving} from '../../../schema/halving.ts';
import type {PlannedRun} from '../../planSweep.ts';
import type {Rung} from './rung.ts';

/** The highest rung that a candidate is in, and whether it is known who goes on from there. */
export interface Reached {
  readonly rung: Rung;
  readonly order: number;
  readonly settled: boolean;
}

const IF = 'if promoted';

/** A run of a higher rung than its candidate is in: it waits, or it will never be. */
export function standingBelow(run: PlannedRun, {rung, order, settled}: Reached, {key, values}: Halving): PlannedRun {
  if (!settled) return run.reason.endsWith(IF) ? run : {...run, reason: reasonFor(run)};
  const place = rung.judged.findIndex(({entry}) => entry.order === order);
  const judged = rung.judged[place];
  const at = `at ${key}=${values[judged?.entry.rung ?? 0]}`;
  const rank = judged?.value === undefined ? `failed ${at}` : `place ${place + 1} of ${rung.judged.length} ${at}`;
  return {...run, state: 'not promoted', reason: `not promoted: ${rank}`};
}

function reasonFor({reason}: PlannedRun): string {
  return reason === 'never run' ? IF : `${reason}; ${IF}`;
}
