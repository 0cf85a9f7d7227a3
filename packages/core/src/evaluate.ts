import {tf} from '@espalier/backend';
import {createBreather} from './breathe.ts';
import type {Batch, Examples} from './data.ts';
import {fed, feedOf, type Feed} from './graph/feed.ts';
import {forward} from './graph/forward.ts';
import type {Network} from './graph/network.ts';
import {crossEntropy, type Loss} from './loss.ts';
import {METRICS, type MetricName} from './metrics/index.ts';
import {createOutcomesRecorder} from './metrics/outcomesRecorder.ts';
import {checkLoss} from './nonFiniteError.ts';

/** Metrics are null where there is no such number for these examples. */
export interface Evaluation extends Readonly<Partial<Record<MetricName, number | null>>> {
  /** Mean over the examples. */
  readonly loss: number;
  /** Share of examples whose largest logit is at the largest label, in [0, 1]. */
  readonly accuracy: number;
  readonly examples: number;
}

export interface EvaluateOptions {
  readonly batchSize?: number;
  readonly loss?: Loss;
  /** Evaluates these examples only. */
  readonly indices?: readonly number[];
  /** Beside loss and accuracy. */
  readonly metrics?: readonly MetricName[];
  /** Class that the unpruned network gives each of these examples, which `agreement` compares with. */
  readonly reference?: Int32Array;
}

/** Loss, accuracy and the metrics that are asked for, in evaluation mode. */
export async function evaluate(
  network: Network,
  examples: Examples,
  {batchSize = 250, loss = crossEntropy, indices = allOf(examples), metrics = [], reference}: EvaluateOptions = {}
): Promise<Evaluation> {
  const recorder = metrics.length > 0 ? createOutcomesRecorder(examples.classes) : undefined;
  let lossSum = 0;
  let correct = 0;
  for await (const batch of batchesOf(examples, indices, batchSize)) {
    const {losses, hits} = tf.tidy(() => {
      const scores = logits(network, feedOf(batch));
      recorder?.add(scores, batch.y);
      const hit = tf.equal(tf.argMax(scores, -1), tf.argMax(batch.y, -1));
      return {losses: loss.perExample(scores, batch.y), hits: tf.sum(tf.cast(hit, 'float32'))};
    });
    // Summed in double precision, so that the batch size leaves no trace.
    for (const value of losses.dataSync()) lossSum += value;
    checkLoss(lossSum);
    correct += hits.dataSync()[0]!;
    tf.dispose([losses, hits]);
  }
  const shares = {loss: lossSum / indices.length, accuracy: correct / indices.length, examples: indices.length};
  if (!recorder) return shares;
  const outcomes = {...recorder.outcomes(), reference};
  return {...shares, ...Object.fromEntries(metrics.map(name => [name, METRICS[name](outcomes)]))};
}

/** Logits [batch, classes] of a batch in evaluation mode, of the first output; the caller disposes them. */
export function logits(network: Network, x: Feed): tf.Tensor2D {
  const [output] = network.outputs;
  return tf.tidy(() => forward(network, fed(network, x), [output!]).get(output!)! as tf.Tensor2D);
}

export function allOf(examples: Examples): number[] {
  return Array.from({length: examples.size}, (_, i) => i);
}

/** Minibatches of the examples at `indices`, in that order; each is disposed when the next one is asked for. */
export async function* batchesOf(examples: Examples, indices: readonly number[], size: number): AsyncGenerator<Batch> {
  const breathe = createBreather();
  for (let start = 0; start < indices.length; start += size) {
    await breathe();
    const batch = await examples.batch(indices.slice(start, start + size));
    const next = indices.slice(start + size, start + 2 * size);
    if (next.length > 0) examples.prefetch?.(next);
    try {
      yield batch;
    } finally {
      disposeBatch(batch);
    }
  }
}

export function disposeBatch({x, more = [], y}: Batch): void {
  tf.dispose([x, ...more, y]);
}
