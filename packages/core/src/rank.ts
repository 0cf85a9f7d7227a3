import {matchesAny} from './graph/layerPattern.ts';
import type {Group, Structure} from './graph/structure.ts';
import {checkPatterns} from './graph/structureOptions.ts';

/** Smallest number of units that a group keeps: a fraction of its original size below 1, a count from 1 on. */
export interface Floor {
  /**
   * One for all, or by layer name or pattern (`block1*`): the largest that matches any layer of a group, 1 where none
   * does.
   */
  readonly floor?: number | Readonly<Record<string, number>>;
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
  return Math.max(1, ...floorsOf(group, floor).map(one => Math.ceil(one < 1 ? one * size : one)));
}

function floorsOf({layers}: Group, floor: NonNullable<Floor['floor']>): number[] {
  if (typeof floor === 'number') return [floor];
  const matching = Object.entries(floor).filter(([pattern]) => layers.some(layer => matchesAny([pattern], layer)));
  return matching.map(([, one]) => one);
}

/** Throws a StructureError where a floor's pattern names no layer that has units. */
export function checkFloor(structure: Structure, {floor = 1}: Floor): void {
  if (typeof floor === 'number') return;
  checkPatterns('floor', Object.keys(floor), [...new Set(structure.groups.flatMap(({layers}) => layers))]);
}

/** The group of each unit. */
export function groupsByUnit(structure: Structure): Group[] {
  return structure.groups.flatMap(group => new Array<Group>(group.size).fill(group));
}
