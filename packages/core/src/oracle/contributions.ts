import {tf} from '@espalier/backend';
import type {DirectConsumer} from './groupPlan.ts';
import type {Pairs} from './pairs.ts';
import type {UnitReads} from './unitReads.ts';

/** What a direct consumer makes on each pair's example without the pair's unit: [pairs, …]. Runs inside a tidy scope. */
export function withoutUnits(consumer: DirectConsumer, reads: UnitReads, pairs: Pairs): tf.Tensor {
  const {part, call} = consumer;
  if (part.maps) {
    const whole = tf.gather(reads.map, tf.tensor1d(pairs.rows, 'int32')); // [pairs, …, out]
    return part.finish(tf.sub(whole, productsOf(part.maps, reads, pairs)), call);
  }
  const made = unitByUnit(pairs).map(({unit, rows}) => tf.tidy(() => withoutUnit(consumer, reads, unit, rows)));
  return made.length === 1 ? made[0]! : tf.concat(made, 0);
}

/** The same for one unit on some examples. */
function withoutUnit({part, call}: DirectConsumer, reads: UnitReads, unit: number, rows: Int32Array): tf.Tensor {
  const batch = reads.map.shape[0];
  const x = pickRows(reads.x, rows, unit * batch); // [rows, …, times]
  const kernel = tf.reshape(rangeOf(reads.kernels, unit, 1), reads.kernels.shape.slice(1));
  return part.finish(tf.sub(pickRows(reads.map, rows), part.map(x, kernel, call.config)), call);
}

/** What the kernel makes of each pair's unit alone, by several kernels at once: [pairs, …, out]. */
function productsOf(
  maps: NonNullable<DirectConsumer['part']['maps']>,
  {map, x, kernels}: UnitReads,
  {units, rows}: Pairs
): tf.Tensor {
  const batch = map.shape[0];
  const first = units[0]!;
  const count = units.at(-1)! - first + 1;
  const all = tf.reshape(rangeOf(x, first * batch, count * batch), [count, batch, ...x.shape.slice(1)]);
  const products = tf.reshape(maps(all, rangeOf(kernels, first, count)), [count * batch, ...map.shape.slice(1)]);
  return pickRows(
    products,
    rows.map((row, i) => (units[i]! - first) * batch + row)
  );
}

/** Pairs of the same unit, which come one after the other. */
function unitByUnit({units, rows}: Pairs): {readonly unit: number; readonly rows: Int32Array}[] {
  const parts: {unit: number; rows: Int32Array}[] = [];
  for (let start = 0, end = 0; start < units.length; start = end) {
    while (units[end] === units[start]) end++;
    parts.push({unit: units[start]!, rows: rows.subarray(start, end)});
  }
  return parts;
}

/** Rows (ascending) of a tensor, counted from `from`; neighbors are copied at once, and the whole tensor not at all. */
function pickRows(tensor: tf.Tensor, rows: Int32Array, from = 0): tf.Tensor {
  const [low, high] = [rows[0]!, rows.at(-1)!];
  if (high - low + 1 === rows.length) return rangeOf(tensor, from + low, rows.length);
  return tf.gather(tensor, tf.tensor1d(from === 0 ? rows : rows.map(row => from + row), 'int32'));
}

function rangeOf(tensor: tf.Tensor, start: number, count: number): tf.Tensor {
  return start === 0 && count === tensor.shape[0] ? tensor : tf.slice(tensor, [start], [count]);
}
