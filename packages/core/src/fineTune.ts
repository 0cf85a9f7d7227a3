import {tf} from '@espalier/backend';
import {createBatchOrder} from './batchOrder.ts';
import {createBreather} from './breathe.ts';
import type {Batch, Examples} from './data.ts';
import type {Distillation, Lesson} from './distill/teacher.ts';
import {disposeBatch} from './evaluate.ts';
import {feedOf} from './graph/feed.ts';
import type {Network} from './graph/network.ts';
import {weightSpecs} from './graph/weightSpecs.ts';
import {crossEntropy, type Loss} from './loss.ts';
import type {Optimizer} from './optimizers/optimizer.ts';
import {backwardFrom, backwardPass, disposeRecording, recordForward, type Recording} from './score/recording.ts';
import type {Scorer} from './score/scorer.ts';

/** Training went wrong in a way that another learning rate or other data may mend. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}

/** Names of the weights that training changes (moving statistics follow the data instead). */
export function trainableWeights(network: Network): string[] {
  return weightSpecs(network).flatMap(({name, spec}) => (spec.trainable ? [name] : []));
}

export interface TrainStepOptions {
  readonly optimizer: Optimizer;
  /** From `trainableWeights`. */
  readonly weights: readonly string[];
  /** Seed of this update, for dropout. */
  readonly seed: number;
  /** Takes its evidence from this very minibatch: scoring costs no pass of its own. */
  readonly scorer?: Scorer;
  /** Indices of the minibatch's examples, for a scorer that tells halves of them apart. */
  readonly indices?: readonly number[];
  /** Without a scorer: what the pass shows all the same, because a pass that shows other maps rounds otherwise. */
  readonly shown?: Pick<Scorer, 'taps' | 'maps'>;
  readonly loss?: Loss;
  /** Follows a teacher too. What a scorer sees is the loss alone, all the same: a second backward pass from one forward pass. */
  readonly distillation?: Distillation;
}

/**
 * One update of the weights in place on one minibatch. Returns the mean of the loss that it follows; throws `TrainingError`
 * if not finite.
 */
export function trainStep(network: Network, batch: Batch, options: TrainStepOptions): number {
  const {y} = batch;
  const {optimizer, weights, seed, scorer, indices, shown, loss = crossEntropy, distillation} = options;
  const {taps, maps: seen = []} = scorer ?? shown ?? {};
  const maps = [...new Set([...seen, ...(distillation?.maps ?? [])])];
  const recording = recordForward(network, feedOf(batch), {taps, maps, training: true, seed, backward: true});
  let lesson: Lesson | undefined;
  try {
    lesson = distillation?.lesson(recording, batch, loss);
    const mean = lesson?.loss ?? tf.tidy(() => tf.mean(loss.perExample(recording.logits, y)).dataSync()[0]!);
    if (!Number.isFinite(mean)) {
      throw new TrainingError(
        `Expected the loss to stay finite, got ${mean} with learning rate ${optimizer.lr}. Lower it.`
      );
    }
    const gradients = lesson
      ? lessonGradients(network, recording, {y, lesson, scorer, weights, indices})
      : scorer
        ? scorer.observe(recording, y, weights, indices)
        : lossGradients(network, recording, y, options);
    optimizer.update(network, gradients);
    followStatistics(network, recording.updates);
    return mean;
  } finally {
    lesson?.derivatives.forEach(([, derivative]) => derivative.dispose());
    disposeRecording(recording);
  }
}

interface Taught extends Pick<TrainStepOptions, 'scorer' | 'weights' | 'indices'> {
  readonly y: tf.Tensor2D;
  readonly lesson: Lesson;
}

/** What a lesson asks of the weights; the scorer sees the loss without it. */
function lessonGradients(network: Network, recording: Recording, {y, lesson, scorer, weights, indices}: Taught) {
  scorer?.observe(recording, y, [], indices);
  return backwardFrom(network, recording, lesson.derivatives, weights);
}

function lossGradients(
  network: Network,
  recording: Recording,
  y: tf.Tensor2D,
  {weights, loss = crossEntropy}: TrainStepOptions
): Map<string, tf.Tensor> {
  const derivative = tf.tidy(() => tf.div<tf.Tensor2D>(loss.derivative(recording.logits, y), y.shape[0]));
  const gradients = backwardPass(network, recording, derivative, weights);
  derivative.dispose();
  return gradients;
}

function followStatistics(network: Network, updates: Map<string, tf.Tensor>): void {
  for (const [name, value] of updates) {
    network.weights.get(name)!.dispose();
    network.weights.set(name, value);
  }
  updates.clear();
}

export interface FineTuneOptions extends Omit<TrainStepOptions, 'weights' | 'seed' | 'indices'> {
  /** Number of the first update, for its place in the data's order. */
  readonly start: number;
  readonly updates: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly onUpdate?: (update: number, loss: number) => void;
  /** Asked behind each update; with true it was the last. */
  readonly enough?: (loss: number) => boolean;
}

/** Runs `updates` updates in place, or fewer. Returns the mean training loss over them, or undefined for none. */
export async function fineTune(
  network: Network,
  examples: Examples,
  options: FineTuneOptions
): Promise<number | undefined> {
  const {start, updates, batchSize = 32, seed = 0, onUpdate, enough, ...step} = options;
  const order = createBatchOrder(examples.size, batchSize, seed);
  const weights = trainableWeights(network);
  let lossSum = 0;
  let done = 0;
  const breathe = createBreather();
  for (let update = start; update < start + updates; update++) {
    await breathe();
    const indices = order.indices(update);
    const batch = await examples.batch(indices, {seed, update});
    if (update + 1 < start + updates) examples.prefetch?.(order.indices(update + 1));
    try {
      const loss = trainStep(network, batch, {...step, weights, indices, seed: dropoutSeed(seed, update)});
      lossSum += loss;
      done++;
      onUpdate?.(update, loss);
      if (enough?.(loss)) break;
    } finally {
      disposeBatch(batch);
    }
  }
  return done > 0 ? lossSum / done : undefined;
}

/** Dropout draws anew in each update; layers add their number to it. */
function dropoutSeed(seed: number, update: number): number {
  return (seed * 1_000_003 + update) * 1009;
}
