import {tf} from '@espalier/backend';
import {createBreather} from './breathe.ts';
import type {Examples} from './data.ts';
import {allOf, batchesOf} from './evaluate.ts';
import {fed, feedOf} from './graph/feed.ts';
import {forward} from './graph/forward.ts';
import type {Network} from './graph/network.ts';
import {inferShapes} from './graph/shapes.ts';
import type {Structure} from './graph/structure.ts';
import {crossEntropy, type Loss} from './loss.ts';
import {checkLoss} from './nonFiniteError.ts';
import {fittingBatch} from './oracle/fittingBatch.ts';
import {planGroup, type GroupPlan} from './oracle/groupPlan.ts';
import {measureGroup} from './oracle/measureGroup.ts';

export interface OracleOptions {
  readonly structure: Structure;
  /** Measures on these examples only. */
  readonly indices?: readonly number[];
  /** As many as memory is good for, 250 at most, unless given; results differ in rounding alone. */
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
 * Exact, but not by brute force: layers in front of the ablated unit are not run again, of its consumers only the
 * kernels' part for that unit is computed, and examples on which they read nothing but 0 cannot change. Yields after every group of every minibatch; the last state yielded is
 * the finished measurement.
 */
export async function* measureOracle(
  network: Network,
  examples: Examples,
  options: OracleOptions
): AsyncGenerator<OracleState> {
  const {
    structure,
    indices = allOf(examples),
    batchSize = fittingBatch(network),
    loss = crossEntropy,
    resume
  } = options;
  const {groups} = structure;
  const total = groups.length * Math.ceil(indices.length / batchSize);
  const changeSums = resume ? [...resume.changeSums] : new Array<number>(structure.units).fill(0);
  let lossSum = resume?.lossSum ?? 0;
  let step = 0;
  const breathe = createBreather();
  const shapes = inferShapes(network);
  const plans = groups.map(group => planGroup(network, structure, group, shapes));
  const wanted = nodesToKeep(network, plans);
  for await (const batch of batchesOf(examples, indices, batchSize)) {
    const {y} = batch;
    if (resume && step + groups.length <= resume.done) {
      step += groups.length;
      continue;
    }
    const values = valuesOf(network, feedOf(batch), wanted);
    try {
      const logits = values.get(network.outputs[0]!) as tf.Tensor2D;
      const base = tf.tidy(() => loss.perExample(logits, y).dataSync<'float32'>().slice());
      if (!resume || step >= resume.done) lossSum += base.reduce((sum, value) => sum + value, 0);
      checkLoss(lossSum);
      for (const [i, plan] of plans.entries()) {
        if (step++ < (resume?.done ?? 0)) continue;
        await breathe();
        if (plan) {
          const changes = measureGroup({network, plan, values, y, loss, base});
          changes.forEach((change, unit) => (changeSums[groups[i]!.first + unit]! += change));
          checkLoss(changes.reduce((sum, change) => sum + change, 0));
        }
        yield {done: step, total, lossSum, changeSums: [...changeSums], examples: indices.length};
      }
    } finally {
      values.forEach(tensor => tensor.dispose());
    }
  }
}

/** Nodes whose outputs are read again and again: by consumers, by what runs behind them, and for the loss. */
function nodesToKeep(network: Network, plans: readonly (GroupPlan | undefined)[]): string[] {
  const kept = plans.flatMap(plan => (plan ? readBy(plan) : []));
  return [...new Set([...kept, network.outputs[0]!])];
}

/** Outputs of the nodes `wanted` by the network as it is; the caller disposes them. */
function valuesOf(network: Network, x: readonly tf.Tensor[], wanted: readonly string[]): Map<string, tf.Tensor> {
  const run = () =>
    forward(
      network,
      fed(
        network,
        x.map(tensor => tensor.clone())
      ),
      wanted
    );
  return new Map(Object.entries(tf.tidy(() => Object.fromEntries(run()))));
}

function readBy({direct, whole, reads}: GroupPlan): string[] {
  const read = whole.map(({source}) => source).filter(source => source !== undefined);
  return [...direct.flatMap(({node}) => node.inputs), ...read, ...reads];
}
