import type {Evaluation, PruneStep} from '@espalier/core';

/** One line of `history.jsonl`: what was removed, and how the network did just before and just after. */
export function historyRow({step, removed, before, after, left}: PruneStep) {
  return {step, removed, before: short(before), after: short(after), left};
}

function short({loss, accuracy}: Evaluation) {
  return {loss, accuracy};
}
