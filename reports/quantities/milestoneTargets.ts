import type {MilestoneTarget} from '../records/milestoneSchemas.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {isSame} from './rowAt.ts';

/** Targets of the milestones of any of these runs, largest share first. */
export function milestoneTargets(records: readonly RunRecord[]): MilestoneTarget[] {
  const targets = records.flatMap(({result}) => (result.milestones ?? []).map(({target}) => target));
  const different = targets.filter((target, i) => targets.findIndex(other => isSame(other, target)) === i);
  return different.sort((a, b) => shareOf(b) - shareOf(a));
}

export function shareOf({units, flops, params}: MilestoneTarget): number {
  return units ?? flops ?? params ?? NaN;
}

const WORDS = {units: 'units', flops: 'FLOPs', params: 'parameters'} as const;

/** `50 % of units`. */
export function targetText(target: MilestoneTarget): string {
  const key = target.units !== undefined ? 'units' : target.flops !== undefined ? 'flops' : 'params';
  return `${Math.round(1000 * shareOf(target)) / 10} % of ${WORDS[key]}`;
}
