import type {Evaluation} from '@espalier/core';
import type {JudgedDrop, ToldStep} from './drop/keptNetwork.ts';

/**
 * One line of `history.jsonl`: what was removed, how the network did just before and just after, and what its drop was when
 * it had recovered, where that is judged; the updates in front of it, where a rule ends them.
 */
export function historyRow({step, ownUpdates, removed, before, after, left}: ToldStep, judged?: JudgedDrop) {
  const {units, parameters, flops} = left;
  return {
    step,
    ...(ownUpdates !== undefined && {updates: ownUpdates}),
    ...{removed, before: short(before), after: short(after), left: {units, parameters, flops}},
    ...(judged && {judged})
  };
}

/** One line of `timings.jsonl`: seconds of each part of the step, and latency where that is the target. */
export function timingsRow({step, seconds, latency}: ToldStep) {
  return {step, ...seconds, latency};
}

function short({loss, accuracy}: Evaluation) {
  return {loss, accuracy};
}
