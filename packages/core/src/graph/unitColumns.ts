import {tf} from '@espalier/backend';
import type {Group} from './structure.ts';

/**
 * How the columns of a tensor [rows, channels] become the units of a group: `fold` sums repeats (a flattened map carries
 * each unit once a position), then `pick` selects the unit's column.
 */
export interface UnitColumns {
  /** Number of times that the same channels repeat along the axis. */
  readonly repeats: number;
  /** Column of each unit, or undefined where columns are the units already. */
  readonly pick: readonly number[] | undefined;
}

/** Works out where a group's units lie among the channels of a tensor whose last axis carries `labels`. */
export function unitColumns(labels: Int32Array, group: Group): UnitColumns {
  const period = shortestPeriod(labels, group.first);
  const columns = Array.from({length: group.size}, (_, unit) => labels.indexOf(group.first + unit));
  const identity = period === group.size && columns.every((column, unit) => column === unit);
  return {repeats: labels.length / period, pick: identity ? undefined : columns};
}

/** Distance after which the channels repeat, which is where the first unit turns up again. */
function shortestPeriod(labels: Int32Array, first: number): number {
  const start = labels.indexOf(first);
  const again = labels.indexOf(first, start + 1);
  return again < 0 ? labels.length : again - start;
}

/** Sums [rows, channels] over repeats and picks the group's columns: [rows, units]. */
export function sumToUnits(values: tf.Tensor2D, {repeats, pick}: UnitColumns): tf.Tensor2D {
  const [rows, channels] = values.shape;
  const folded =
    repeats === 1 ? values : tf.sum<tf.Tensor2D>(tf.reshape(values, [rows, repeats, channels / repeats]), 1);
  return pick ? tf.gather(folded, [...pick], 1) : folded;
}
