import {tf} from '@espalier/backend';
import {edgeKey} from '../graph/kernelReads.ts';
import {forward, type ForwardOptions} from '../graph/forward.ts';
import type {Network} from '../graph/network.ts';
import type {Group, KernelRead} from '../graph/structure.ts';
import {unitColumns} from '../graph/unitColumns.ts';
import type {Loss} from '../loss.ts';
import {withoutUnits} from './contributions.ts';
import type {GroupPlan} from './groupPlan.ts';
import {activePairs, inParts, type Pairs} from './pairs.ts';
import {byUnit, readsAnything, readUnits, type UnitReads} from './unitReads.ts';

export interface GroupOnBatch {
  readonly network: Network;
  readonly plan: GroupPlan;
  /** Values of the network as it is, by node. */
  readonly values: ReadonlyMap<string, tf.Tensor>;
  readonly y: tf.Tensor2D;
  readonly loss: Loss;
  /** Loss of each example as the network is. */
  readonly base: Float32Array;
}

/** Activations that are held at a time: enough pairs for one pass to use the machine, few enough for its caches. */
const BYTES = 128 * 2 ** 20;

/** For each unit of a group, the sum over a minibatch of loss(ablated) − loss. */
export function measureGroup(work: GroupOnBatch): Float64Array {
  const {plan, values, base} = work;
  const changes = new Float64Array(plan.group.size);
  const reads = plan.direct.map(consumer => readUnits(consumer, values.get(consumer.node.inputs[0]!)!));
  try {
    const pairs = activePairs(activeOn(work, reads), base.length);
    const size = Math.max(1, Math.floor(BYTES / plan.bytes));
    // Products of several kernels at once are made for whole minibatches.
    const span = plan.direct.some(({part}) => part.maps) ? Math.max(1, Math.floor(size / base.length)) : undefined;
    for (const part of inParts(pairs, size, span)) {
      const losses = lossesWithout(work, reads, part);
      part.units.forEach((unit, i) => (changes[unit]! += losses[i]! - base[part.rows[i]!]!));
    }
  } finally {
    reads.forEach(({map, x, kernels}) => tf.dispose([map, x, kernels]));
  }
  return changes;
}

/** For each unit and example, whether any consumer reads anything but 0: only then the loss can change. */
function activeOn({plan, values, base}: GroupOnBatch, reads: readonly UnitReads[]): ArrayLike<number> {
  const {group, whole} = plan;
  const all = new Uint8Array(group.size * base.length);
  // What lies inside a layer is not there: every example counts.
  if (whole.some(({source}) => source === undefined)) return all.fill(1);
  // What lies behind another consumer of the group is read as it is: it changes only where that one reads something.
  const others = whole.map(({source, units}) => byUnit(values.get(source!)!, -1, unitColumns(units, group)));
  for (const x of [...reads.map(own => own.x), ...others]) {
    readsAnything(x, all.length).forEach((isActive, i) => (all[i]! |= isActive));
  }
  tf.dispose(others);
  return all;
}

/** Loss of each pair's example without the pair's unit. */
function lossesWithout(work: GroupOnBatch, reads: readonly UnitReads[], pairs: Pairs): Float32Array {
  const {network, plan, values, y, loss} = work;
  return tf.tidy(() => {
    const rows = tf.tensor1d(pairs.rows, 'int32');
    const known = new Map(plan.reads.map(id => [id, tf.gather(values.get(id)!, rows)]));
    plan.direct.forEach((consumer, i) => known.set(consumer.makes, withoutUnits(consumer, reads[i]!, pairs)));
    const output = network.outputs[0]!;
    const logits = forward(network, known, [output], {edge: ablationOf(plan, pairs)}).get(output) as tf.Tensor2D;
    return loss.perExample(logits, tf.gather(y, rows)).dataSync<'float32'>().slice();
  });
}

/** Sets each pair's unit to 0 where a consumer that is computed whole reads it. */
function ablationOf({group, whole}: GroupPlan, {units}: Pairs): ForwardOptions['edge'] {
  if (whole.length === 0) return undefined;
  const reads = new Map(whole.map(read => [edgeKey(read.node, read.port), read]));
  return (key, tensor) => {
    const read = reads.get(key);
    if (!read) return tensor;
    const masks = tf.gather(masksOf(group, read), tf.tensor1d(units, 'int32')); // [pairs, channels]
    return tf.mul(
      tensor,
      tf.reshape(masks, [units.length, ...tensor.shape.slice(1, -1).map(() => 1), read.units.length])
    );
  };
}

/** 0 where a channel carries the unit, else 1: [units, channels]. */
function masksOf({first, size}: Group, {units}: KernelRead): tf.Tensor2D {
  const values = new Float32Array(size * units.length).fill(1);
  units.forEach((unit, channel) => {
    if (unit >= first && unit < first + size) values[(unit - first) * units.length + channel] = 0;
  });
  return tf.tensor2d(values, [size, units.length]);
}
