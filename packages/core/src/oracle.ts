import {tf} from '@espalier/backend';
import {createBreather} from './breathe.ts';
import type {Examples} from './data.ts';
import {allOf, batchesOf} from './evaluate.ts';
import {ablation} from './graph/ablate.ts';
import {fed, feedOf} from './graph/feed.ts';
import {forward} from './graph/forward.ts';
import {edgeKey} from './graph/kernelReads.ts';
import type {Network} from './graph/network.ts';
import type {Group, Structure} from './graph/structure.ts';
import {sumToUnits, unitColumns} from './graph/unitColumns.ts';
import {crossEntropy, type Loss} from './loss.ts';
import {checkLoss} from './nonFiniteError.ts';

export interface OracleOptions {
  readonly structure: Structure;
  /** Measures on these examples only. */
  readonly indices?: readonly number[];
  readonly batchSize?: number;
  readonly loss?: Loss;
  /** Goes on from here; the options must be those of the measurement that was cut off. */
  readonly resume?: OracleState;
}

/** How far a measurement has come: plain data that can be stored and resumed from. */
export interface OracleState {
  /** Finished steps, a step being one group on one minibatch. */
  readonly done: number;
  readonly total: number;
  /** Sum over the examples so far of the loss of the network as it is. */
  readonly lossSum: number;
  /** For each unit, the sum over the examples so far of loss(ablated) − loss. */
  readonly changeSums: readonly number[];
  readonly examples: number;
}

/** Change of the mean loss for each unit of a finished measurement: positive where the unit helped. */
export function lossChanges({changeSums, examples}: OracleState): Float64Array {
  return Float64Array.from(changeSums, sum => sum / examples);
}

/**
 * Measures what every unit is worth by ablating each in turn (section 2.1 of the paper), in evaluation mode.
 *
 * Exact, but not by brute force: layers in front of the ablated unit are not run again, and examples on which its
 * consumers read nothing but 0 cannot change. Yields after every group of every minibatch; the last state yielded is
 * the finished measurement.
 */
export async function* measureOracle(
  network: Network,
  examples: Examples,
  {structure, indices = allOf(examples), batchSize = 250, loss = crossEntropy, resume}: OracleOptions
): AsyncGenerator<OracleState> {
  const {groups} = structure;
  const total = groups.length * Math.ceil(indices.length / batchSize);
  const changeSums = resume ? [...resume.changeSums] : new Array<number>(structure.units).fill(0);
  let lossSum = resume?.lossSum ?? 0;
  let step = 0;
  const breathe = createBreather();
  const suffixes = new Map(groups.map(group => [group, findSuffix(network, group)]));
  for await (const batch of batchesOf(examples, indices, batchSize)) {
    const {y} = batch;
    if (resume && step + groups.length <= resume.done) {
      step += groups.length;
      continue;
    }
    const prefix = runPrefix(network, feedOf(batch), [...suffixes.values()].flat());
    try {
      const base = lossesOf(network, prefix, y, loss);
      if (!resume || step >= resume.done) lossSum += base.reduce((sum, value) => sum + value, 0);
      checkLoss(lossSum);
      for (const group of groups) {
        if (step++ < (resume?.done ?? 0)) continue;
        await breathe();
        measureGroup({network, structure, group, prefix, suffix: suffixes.get(group)!, y, loss, base, changeSums});
        checkLoss(changeSums.reduce((sum, change) => sum + change, 0));
        yield {done: step, total, lossSum, changeSums: [...changeSums], examples: indices.length};
      }
    } finally {
      prefix.forEach(tensor => tensor.dispose());
    }
  }
}

/** Nodes that the suffix behind a group's consumers reads and that ablation does not change. */
function findSuffix(network: Network, group: Group): string[] {
  const changed = new Set(group.consumers.map(({node}) => node));
  const read = new Set<string>();
  for (const node of network.nodes) {
    if (node.inputs.some(id => changed.has(id))) changed.add(node.id);
    if (changed.has(node.id)) node.inputs.forEach(id => read.add(id));
  }
  return [...read].filter(id => !changed.has(id));
}

function runPrefix(network: Network, x: readonly tf.Tensor[], nodes: readonly string[]): Map<string, tf.Tensor> {
  const wanted = [...new Set([...nodes, network.outputs[0]!])];
  return new Map(
    Object.entries(
      tf.tidy(() =>
        Object.fromEntries(
          forward(
            network,
            fed(
              network,
              x.map(tensor => tensor.clone())
            ),
            wanted
          )
        )
      )
    )
  );
}

function lossesOf(network: Network, values: ReadonlyMap<string, tf.Tensor>, y: tf.Tensor2D, loss: Loss): Float32Array {
  const logits = values.get(network.outputs[0]!) as tf.Tensor2D;
  return tf.tidy(() => loss.perExample(logits, y).dataSync<'float32'>().slice());
}

interface GroupOnBatch {
  readonly network: Network;
  readonly structure: Structure;
  readonly group: Group;
  readonly prefix: ReadonlyMap<string, tf.Tensor>;
  readonly suffix: readonly string[];
  readonly y: tf.Tensor2D;
  readonly loss: Loss;
  /** Loss of each example as the network is. */
  readonly base: Float32Array;
  /** Added to in place. */
  readonly changeSums: number[];
}

function measureGroup(work: GroupOnBatch): void {
  const {network, structure, group, prefix, suffix, y, loss, base, changeSums} = work;
  const active = activeExamples(network, structure, group, prefix);
  const known = new Map(suffix.map(id => [id, prefix.get(id)!]));
  for (let unit = group.first; unit < group.first + group.size; unit++) {
    const rows = active(unit);
    if (rows.length === 0) continue;
    const edge = ablation(structure, [unit]);
    const losses = tf.tidy(() => {
      const all = rows.length === base.length;
      const pick = <T extends tf.Tensor>(tensor: T): T => (all ? tensor : tf.gather<T>(tensor, rows));
      const inputs = new Map([...known].map(([id, tensor]) => [id, pick(tensor)]));
      const ablated = forward(network, inputs, [network.outputs[0]!], {edge}).get(network.outputs[0]!) as tf.Tensor2D;
      return loss.perExample(ablated, pick(y)).dataSync<'float32'>().slice();
    });
    rows.forEach((row, i) => (changeSums[unit]! += losses[i]! - base[row]!));
  }
}

/** For each unit of a group, the examples on which any of its consumers reads anything but 0. */
function activeExamples(
  network: Network,
  structure: Structure,
  group: Group,
  prefix: ReadonlyMap<string, tf.Tensor>
): (unit: number) => number[] {
  const size = prefix.get(network.outputs[0]!)!.shape[0];
  const counts = group.consumers.map(({node, port}) => {
    const {source, units} = structure.reads.get(edgeKey(node, port))!;
    const x = source === undefined ? undefined : prefix.get(source);
    // What lies inside a layer, or behind another consumer of the same group, is not there: every example counts.
    return x && tf.tidy(() => nonZeroUnits(x, units, group).dataSync().slice());
  });
  const everyRow = Array.from({length: size}, (_, row) => row);
  return unit => everyRow.filter(row => counts.some(used => !used || used[row * group.size + unit - group.first]! > 0));
}

/** Number of channels of each unit that are not 0 everywhere: [batch, units]. */
function nonZeroUnits(x: tf.Tensor, labels: Int32Array, group: Group): tf.Tensor2D {
  const axes = x.shape.map((_size, axis) => axis).slice(1, -1);
  const nonZero = tf.notEqual(x, 0);
  const channels = tf.cast(axes.length === 0 ? nonZero : tf.any(nonZero, axes), 'float32') as tf.Tensor2D;
  return sumToUnits(channels, unitColumns(labels, group));
}
