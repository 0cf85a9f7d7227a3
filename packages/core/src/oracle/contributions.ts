import {tf} from '@espalier/backend';
import type {DirectConsumer} from './groupPlan.ts';
import type {Pairs} from './pairs.ts';
import type {UnitReads} from './unitReads.ts';

/** What a direct consumer makes on each pair's example without the pair's unit: [pairs, …]. Runs inside a tidy scope. */
export function withoutUnits({part, call}: DirectConsumer, reads: UnitReads, pairs: Pairs): tf.Tensor {
  const map = tf.gather(reads.map, tf.tensor1d(pairs.rows, 'int32'));
  return part.finish(tf.sub(map, contributions({part, call}, reads, pairs)), call);
}

/** What the kernel makes of each pair's unit alone: [pairs, …, out]. */
function contributions(
  {part, call}: Pick<DirectConsumer, 'part' | 'call'>,
  {map, x, kernels}: UnitReads,
  {units, rows}: Pairs
): tf.Tensor {
  const batch = map.shape[0];
  const [first, last] = [units[0]!, units.at(-1)!];
  const count = last - first + 1;
  if (part.maps) {
    const all = tf.reshape(rowsOf(x, first * batch, count * batch), [count, batch, ...x.shape.slice(1)]);
    const made = part.maps(all, rowsOf(kernels, first, count)); // [units, batch, …, out]
    const flat = tf.reshape(made, [count * batch, ...map.shape.slice(1)]);
    if (rows.length === count * batch) return flat;
    return tf.gather(
      flat,
      tf.tensor1d(
        rows.map((row, i) => (units[i]! - first) * batch + row),
        'int32'
      )
    );
  }
  const parts: tf.Tensor[] = [];
  for (let start = 0; start < units.length;) {
    const unit = units[start]!;
    let end = start;
    while (units[end] === unit) end++;
    const [low, high] = [rows[start]!, rows[end - 1]!];
    const own = Int32Array.from(rows.subarray(start, end), row => unit * batch + row);
    const isRun = high - low + 1 === end - start;
    const seen = isRun ? rowsOf(x, unit * batch + low, end - start) : tf.gather(x, tf.tensor1d(own, 'int32'));
    const kernel = tf.reshape(rowsOf(kernels, unit, 1), kernels.shape.slice(1));
    parts.push(part.map(seen, kernel, call.config));
    start = end;
  }
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 0);
}

function rowsOf(tensor: tf.Tensor, start: number, count: number): tf.Tensor {
  if (start === 0 && count === tensor.shape[0]) return tensor;
  return tf.slice(tensor, [start], [count]);
}
