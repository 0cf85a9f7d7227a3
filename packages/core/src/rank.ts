import type {Group, Structure} from './graph/structure.ts';

/** Smallest number of units that a group keeps: a fraction of `original` below 1, a count from 1 on. */
export interface Floor {
  readonly floor?: number;
  /** Sizes of the groups in the unpruned network by name, for fractions; the present sizes otherwise. */
  readonly original?: ReadonlyMap<string, number>;
}

/**
 * All units in ascending order of score: pruned first comes first. Ties are broken by the order of groups and units.
 */
export function rankUnits(scores: Float64Array): number[] {
  for (const [unit, score] of scores.entries()) {
    if (!Number.isFinite(score)) throw new Error(`Expected scores to be finite, got ${score} for unit ${unit}.`);
  }
  return Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/**
 * The `count` units with the lowest scores, leaving at least one unit, or the floor, in every group.
 *
 * Returns fewer than `count` only where no more can be removed.
 */
export function lowestUnits(scores: Float64Array, structure: Structure, count: number, options: Floor = {}): number[] {
  const spare = new Map(structure.groups.map(group => [group, group.size - keptAtLeast(group, options)]));
  const groupOf = groupsByUnit(structure);
  const chosen: number[] = [];
  for (const unit of rankUnits(scores)) {
    if (chosen.length >= count) break;
    const group = groupOf[unit]!;
    const left = spare.get(group)!;
    if (left <= 0) continue;
    spare.set(group, left - 1);
    chosen.push(unit);
  }
  return chosen;
}

export function keptAtLeast(group: Group, {floor = 1, original}: Floor): number {
  const size = original?.get(group.name) ?? group.size;
  return Math.max(1, floor < 1 ? Math.ceil(floor * size) : floor);
}

/** The group of each unit. */
export function groupsByUnit(structure: Structure): Group[] {
  return structure.groups.flatMap(group => new Array<Group>(group.size).fill(group));
}
