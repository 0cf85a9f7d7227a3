import type {Structure} from '../graph/structure.ts';
import {keptAtLeast, type Floor} from '../rank.ts';
import type {Goal} from './goal.ts';
import {TargetError} from './pruneOptions.ts';
import type {PruneState} from './pruneState.ts';

/** A goal that is reached when no unit may go any more. Throws a TargetError where none may from the start. */
export function floorGoal(structure: Structure, {step, sizes}: PruneState, {floor}: Floor): Goal {
  const isReached = ({groups}: Structure) =>
    groups.every((group, i) => group.size <= keptAtLeast({...group, size: sizes[i]!}, {floor}));
  if (step === 0 && isReached(structure)) {
    throw new TargetError('Expected units that may go, got every group at its floor.');
  }
  return {
    reached: now => Promise.resolve(isReached(now)),
    needed: (_now, ranked) => Promise.resolve(ranked),
    dispose: () => undefined
  };
}
