import type {Criterion} from '@espalier/core';
import {batchesLeaveNoTrace} from './conformance/batchesLeaveNoTrace.ts';
import {agreesWith, type ClosedForm} from './conformance/closedForm.ts';
import {deadIsLowest} from './conformance/deadIsLowest.ts';
import {filtersPermute} from './conformance/filtersPermute.ts';
import type {Law} from './conformance/law.ts';
import {needsAreRead} from './conformance/needsAreRead.ts';
import {oneScoreAUnit} from './conformance/oneScoreAUnit.ts';
import {scoresAreFinite} from './conformance/scoresAreFinite.ts';
import {seedDecides} from './conformance/seedDecides.ts';
import {tensorsAreFreed} from './conformance/tensorsAreFreed.ts';
import {tiesAreBroken} from './conformance/tiesAreBroken.ts';
import {widthDecidesShare} from './conformance/widthDecidesShare.ts';

const LAWS: readonly Law[] = [
  oneScoreAUnit,
  needsAreRead,
  batchesLeaveNoTrace,
  filtersPermute,
  deadIsLowest,
  scoresAreFinite,
  tiesAreBroken,
  seedDecides,
  tensorsAreFreed,
  widthDecidesShare
];

export interface ConformanceOptions {
  /** The scores on a network of two 1×1 convolutions, from all that there is to know about it. */
  readonly closedForm?: ClosedForm;
}

/**
 * The laws that bind a criterion, each with its check on small networks and seeded data of the kit's own.
 *
 * `check` throws an error that names the numbers; it needs a running engine (`startEngine`) and no test framework:
 * `for (const {law, check} of conformance(taylor)) test(law, check)`.
 */
export function conformance(
  criterion: Criterion,
  {closedForm}: ConformanceOptions = {}
): readonly {readonly law: string; readonly check: () => Promise<void>}[] {
  const laws = closedForm ? [...LAWS, agreesWith(closedForm)] : LAWS;
  return laws
    .filter(({binds}) => binds?.(criterion) ?? true)
    .map(({law, check}) => ({law, check: () => check(criterion)}));
}
