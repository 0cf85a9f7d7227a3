import type {Evaluation, PruneStep} from '@espalier/core';

/** One line of `history.jsonl`: what was removed, and how the network did just before and just after. */
export function historyRow({step, removed, before, after, left: {units, parameters, flops}}: PruneStep) {
  return {step, removed, before: short(before), after: short(after), left: {units, parameters, flops}};
}

/** One line of `timings.jsonl`: seconds of each part of the step, and latency where that is the target. */
export function timingsRow({step, seconds, latency}: PruneStep) {
  return {step, ...seconds, latency};
}

function short({loss, accuracy}: Evaluation) {
  return {loss, accuracy};
}
