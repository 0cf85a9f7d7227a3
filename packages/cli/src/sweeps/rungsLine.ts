import type {PlannedRung} from '@espalier/experiments';
import {inWords} from '../output/inWords.ts';

/** What successive halving will come to: `At most 13 runs (9, 3 and 1 candidates with train.epochs 1, 3 and 9)`. */
export function rungsLine(rungs: readonly PlannedRung[]): string {
  const runs = rungs.reduce((sum, rung) => sum + rung.runs, 0);
  const candidates = rungs.map(rung => `${rung.candidates}`);
  const values = rungs.map(({value}) => `${value}`);
  const isOpen = rungs.some(({atLeast}) => atLeast);
  const seeds = (rungs[0]?.runs ?? 0) / (rungs[0]?.candidates ?? 1);
  const perSeed = seeds === 1 ? '' : `, ${seeds} seeds each`;
  const more = isOpen ? '; rungs that do not wait may let some more in' : '';
  return `${isOpen ? 'About' : 'At most'} ${runs} runs (${inWords(candidates)} candidates with ${rungs[0]?.key} ${inWords(values)}${perSeed}${more})`;
}
