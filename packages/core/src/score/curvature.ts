import {tf} from '@espalier/backend';
import type {Need} from '../criterion.ts';
import type {ConsumerEdge} from '../graph/consumerEdges.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {createRandom} from '../random.ts';
import {watchGates, type PerGroup} from './gates.ts';
import {groupKernels} from './kernels.ts';
import {backwardPass, type Recording} from './recording.ts';

/**
 * `exact`: one backward pass for each class, weighted by its probability. `samples`: labels drawn from the model's own
 * predictions, one backward pass for each draw; unbiased.
 */
export type CurvatureMode = 'exact' | {readonly samples: number};

/**
 * Second derivatives in the Gauss-Newton sense: for softmax cross-entropy the expectation over ŷ ~ p(·|x) of the
 * squared derivative of −log p(ŷ|x), which needs no double backpropagation. It equals the Hessian's diagonal where the
 * network is piecewise linear in the gate or weight; it differs where a gate acts twice along one path, or behind
 * smooth activations.
 */
export interface Curvature {
  readonly backward: boolean;
  readonly oneByOne: boolean;
  /** Inside a tidy scope, takes in a minibatch whose first example is number `offset`; returns ∂²C/∂g² of each example, [batch, units]. */
  readonly observe: (recording: Recording, offset: number) => PerGroup;
  /** Diagonal of the Gauss-Newton matrix of the mean loss for kernels, by weight name. Not the caller's to dispose. */
  readonly kernels: (kernels: readonly {readonly name: string}[]) => ReadonlyMap<string, tf.Tensor>;
  readonly dispose: () => void;
}

export interface CurvatureOptions {
  readonly network: Network;
  readonly structure: Structure;
  readonly edges: ReadonlyMap<string, ConsumerEdge>;
  readonly needs: ReadonlySet<Need>;
  readonly curvature?: CurvatureMode;
  readonly seed?: number;
}

export function createCurvature(options: CurvatureOptions): Curvature {
  const {network, structure, edges, needs, curvature: mode = {samples: 1}, seed = 0} = options;
  const gates = needs.has('gateCurvature');
  const weights = needs.has('kernelCurvature')
    ? structure.groups.flatMap(group => groupKernels(network, structure, group).map(({name}) => name))
    : [];
  const backward = gates || weights.length > 0;
  const squares = new Map<string, tf.Tensor>();
  let examples = 0;
  return {
    backward,
    // Squared gradients of a batch only add up example by example when labels are drawn independently.
    oneByOne: mode === 'exact' && weights.length > 0,
    observe: (recording, offset) => {
      const sums: PerGroup = new Map();
      if (!backward) return sums;
      for (const {derivative, weight} of seeds(recording.logits, mode, {seed, offset})) {
        const signed: PerGroup = new Map();
        const watch = gates ? watchGates({edges: edges.values(), taps: recording.taps, scale: 1, signed}) : undefined;
        const gradients = backwardPass(network, recording, derivative, weights, watch);
        signed.forEach((gate, group) => addSquare(sums, group, gate, weight));
        // Exact curvature of weights runs one example at a time, so the weight [1, 1] is one number here.
        gradients.forEach((gradient, name) => tf.keep(addSquare(squares, name, gradient, weight)));
      }
      examples += recording.logits.shape[0];
      return sums;
    },
    kernels: kernels =>
      new Map(
        kernels.map(({name}) => [name, tf.div(squares.get(name) ?? tf.zerosLike(network.weights.get(name)!), examples)])
      ),
    dispose: () => {
      squares.forEach(tensor => tensor.dispose());
      squares.clear();
    }
  };
}

interface SeedPass {
  /** Derivative of −log p(ŷ|x) by the logits: p − ŷ, [batch, classes]. */
  readonly derivative: tf.Tensor2D;
  /** Weight of the squared result: a number, or one an example, [batch, 1]. */
  readonly weight: number | tf.Tensor2D;
}

function seeds(logits: tf.Tensor2D, mode: CurvatureMode, draw: {seed: number; offset: number}): SeedPass[] {
  const [size, classes] = logits.shape;
  const p = tf.softmax(logits);
  if (mode === 'exact') {
    return Array.from({length: classes}, (_, label) => {
      const y = tf.oneHot(tf.fill<tf.Rank.R1>([size], label, 'int32'), classes);
      return {derivative: tf.sub<tf.Tensor2D>(p, y), weight: tf.slice(p, [0, label], [size, 1])};
    });
  }
  const probabilities = p.dataSync<'float32'>();
  return Array.from({length: mode.samples}, (_, sample) => {
    const labels = Array.from({length: size}, (_row, row) =>
      drawLabel(
        probabilities.subarray(row * classes, (row + 1) * classes),
        `${draw.seed}/curvature/${sample}/${draw.offset + row}`
      )
    );
    const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
    return {derivative: tf.sub<tf.Tensor2D>(p, y), weight: 1 / mode.samples};
  });
}

/** A label from the model's own predictions, seeded by the example's number so that batches leave no trace. */
function drawLabel(probabilities: Float32Array, seed: string): number {
  let left = createRandom(seed).uniform();
  for (const [label, probability] of probabilities.entries()) {
    left -= probability;
    if (left < 0) return label;
  }
  return probabilities.length - 1;
}

/** sums[key] += weight · value²; disposes `value` and returns the sum. */
function addSquare<K, T extends tf.Tensor>(sums: Map<K, T>, key: K, value: T, weight: number | tf.Tensor): T {
  const before = sums.get(key);
  const after = tf.tidy(() => {
    const square = tf.mul(tf.square(value), weight);
    return before ? tf.add(before, square) : square;
  });
  sums.set(key, after as T);
  value.dispose();
  before?.dispose();
  return after as T;
}
