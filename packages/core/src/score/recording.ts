import {recordTape, tf, type Tape} from '@espalier/backend';
import {fed, type Feed} from '../graph/feed.ts';
import {forward} from '../graph/forward.ts';
import type {Network} from '../graph/network.ts';

export interface RecordOptions {
  /** Consumer edges to tap, by key. */
  readonly taps?: {readonly has: (key: string) => boolean; readonly size: number};
  /** Nodes whose outputs are asked for. */
  readonly maps?: readonly string[];
  readonly training?: boolean;
  readonly seed?: number;
  /** Whether backward passes will follow. */
  readonly backward: boolean;
}

/** A forward pass and what it left behind; `disposeRecording` frees all of it. */
export interface Recording {
  /** [batch, classes] */
  readonly logits: tf.Tensor2D;
  /**
   * What each tapped edge's consumer read, by edge key: tensors of their own, so that their gradients are that
   * consumer's part. A recurrent state is read once a step.
   */
  readonly taps: ReadonlyMap<string, readonly tf.Tensor[]>;
  readonly maps: ReadonlyMap<string, tf.Tensor>;
  /** New moving statistics by weight name; whoever puts them into a network takes them out of here. */
  readonly updates: Map<string, tf.Tensor>;
  readonly tape: Tape | undefined;
}

/** Runs `x` through the network, remembering what backward passes need. */
export function recordForward(
  network: Network,
  x: Feed,
  {taps: tapped, maps: wanted = [], training = false, seed = 0, backward}: RecordOptions
): Recording {
  const [output] = network.outputs;
  const taps = new Map<string, tf.Tensor[]>();
  const updates = new Map<string, tf.Tensor>();
  const edge = (key: string, tensor: tf.Tensor): tf.Tensor => {
    if (!tapped?.has(key)) return tensor;
    const tap = tensor.clone(); // no data are copied
    taps.set(key, [...(taps.get(key) ?? []), tap]);
    return tap;
  };
  const run = () => {
    const values = forward(network, fed(network, x), [...new Set([output!, ...wanted])], {
      training,
      seed,
      ...(tapped?.size ? {edge} : {}),
      update: (name, value) => updates.set(name, value)
    });
    return {values: Object.fromEntries(values), taps: [...taps.values()].flat(), updates: [...updates.values()]};
  };
  const {result, tape} = backward ? recordTape(run) : {result: tf.tidy(run), tape: undefined};
  const maps = new Map(wanted.map(id => [id, result.values[id]!]));
  return {logits: result.values[output!] as tf.Tensor2D, taps, maps, updates, tape};
}

/**
 * One backward pass from the derivative of each example's loss by the logits: [batch, classes].
 *
 * Returns the gradients of the named weights, which the caller disposes.
 */
export function backwardPass(
  network: Network,
  recording: Recording,
  derivative: tf.Tensor2D,
  weights: readonly string[] = [],
  watch?: ReadonlyMap<tf.Tensor, (gradient: tf.Tensor) => void>
): Map<string, tf.Tensor> {
  return backwardFrom(network, recording, [[recording.logits, derivative]], weights, watch);
}

/** Tensors of a pass with the derivative of what is differentiated by each: [same shape]. */
export type Derivatives = readonly (readonly [tensor: tf.Tensor, derivative: tf.Tensor])[];

/** The same from derivatives by several tensors of the pass. */
export function backwardFrom(
  network: Network,
  recording: Recording,
  from: Derivatives,
  weights: readonly string[],
  watch?: ReadonlyMap<tf.Tensor, (gradient: tf.Tensor) => void>
): Map<string, tf.Tensor> {
  const wanted = weights.map(name => network.weights.get(name)!);
  const gradients = recording.tape!.backward({from, wanted, watch});
  return new Map(weights.flatMap((name, i) => (gradients.has(wanted[i]!) ? [[name, gradients.get(wanted[i]!)!]] : [])));
}

export function disposeRecording({logits, taps, maps, updates, tape}: Recording): void {
  tape?.dispose();
  tf.dispose([logits, ...[...taps.values()].flat(), ...maps.values(), ...updates.values()]);
}
