import {tf} from '@espalier/backend';
import type {Group} from './structure.ts';

/** Where the units of a group lie along the channel axis of a tensor. */
export interface UnitColumns {
  /** For each time that the units turn up, the column of each unit: [times][units]. */
  readonly columns: readonly (readonly number[])[];
  /** Columns are the units, in order, and nothing else. */
  readonly identity: boolean;
  /** The channels repeat as a whole (a flattened map), so that folding comes before picking. */
  readonly period: number | undefined;
}

/**
 * Works out where a group's units lie among the channels of a tensor whose last axis carries `labels`. A unit turns up
 * several times behind Flatten and depth multipliers, and where a tensor is concatenated with itself.
 */
export function unitColumns(labels: Int32Array, group: Group): UnitColumns {
  const byUnit = Array.from({length: group.size}, (): number[] => []);
  labels.forEach((unit, column) => byUnit[unit - group.first]?.push(column));
  const times = byUnit[0]!.length;
  if (times === 0 || byUnit.some(columns => columns.length !== times)) {
    throw new Error(
      `Expected the units of group "${group.name}" to turn up equally often, got ${byUnit.map(own => own.length).join(', ')} times.`
    );
  }
  const columns = Array.from({length: times}, (_, time) => byUnit.map(own => own[time]!));
  const identity = labels.length === group.size && columns[0]!.every((column, unit) => column === unit);
  return {columns, identity, period: findPeriod(labels, times)};
}

/** Distance at which all channels repeat, if they do. */
function findPeriod(labels: Int32Array, times: number): number | undefined {
  const period = labels.length / times;
  if (times === 1 || !Number.isInteger(period)) return undefined;
  return labels.every((label, column) => column < period || label === labels[column - period]) ? period : undefined;
}

/** Sums [rows, channels] over the columns of each unit: [rows, units]. */
export function sumToUnits(values: tf.Tensor2D, {columns, identity, period}: UnitColumns): tf.Tensor2D {
  if (identity) return values;
  const [first, ...others] = columns;
  if (period === undefined) {
    return others.reduce((sum, column) => tf.add(sum, gather(values, column)), gather(values, first!));
  }
  const folded = tf.sum<tf.Tensor2D>(tf.reshape(values, [values.shape[0], -1, period]), 1); // [rows, period]
  return isRange(first!) && first!.length === period ? folded : gather(folded, first!);
}

/** Every column of each unit, one time below the other: [rows, channels] → [times · rows, units]. */
export function stackUnits(values: tf.Tensor2D, {columns, identity}: UnitColumns): tf.Tensor2D {
  if (identity) return values;
  const parts = columns.map(column => gather(values, column));
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 0);
}

function gather(values: tf.Tensor2D, columns: readonly number[]): tf.Tensor2D {
  return tf.gather(values, [...columns], 1);
}

function isRange(columns: readonly number[]): boolean {
  return columns.every((column, i) => column === i);
}
