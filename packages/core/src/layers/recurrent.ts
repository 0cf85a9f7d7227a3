import {biasAdd, fusesGru, gruStates, tf} from '@espalier/backend';
import {activate, activationName} from './activations.ts';
import {count, flag, numberOr} from './config.ts';
import type {Config, LayerCall, LayerType, WeightSpec} from './layerType.ts';

/** One step of a recurrent layer. Tensors are [batch, units] but for `x`, which holds all gates' input parts. */
interface Step {
  /** Input times kernel, plus bias, a tensor for each block of gates: [batch, gates of the block · units]. */
  readonly x: readonly tf.Tensor2D[];
  /** The output of the step before, and what else the cell carries on. */
  readonly states: readonly tf.Tensor2D[];
  /** Columns of the same blocks: [units, gates of the block · units]. */
  readonly recurrentKernels: readonly tf.Tensor2D[];
  readonly config: Config;
  /** The state as the recurrent kernel reads it. */
  readonly read: (state: tf.Tensor2D) => tf.Tensor2D;
}

interface Cell {
  readonly type: 'SimpleRNN' | 'GRU' | 'LSTM';
  /** Columns of the kernels in units, in blocks that are multiplied together: split before the first step. */
  readonly blocks: readonly number[];
  /** Tensors that go from step to step; the first is the output. */
  readonly states: number;
  readonly step: (step: Step) => readonly tf.Tensor2D[];
}

const matMul = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D => tf.matMul(a, b);
const split = (x: tf.Tensor2D, parts: number): tf.Tensor2D[] => tf.split(x, parts, 1);

function gate(config: Config, x: tf.Tensor): tf.Tensor2D {
  return activate(recurrentActivation(config), x) as tf.Tensor2D;
}

function squash(config: Config, x: tf.Tensor): tf.Tensor2D {
  return activate(outputActivation(config), x) as tf.Tensor2D;
}

/** TensorFlow.js reads a missing activation as tanh, and a missing recurrent one as the hard sigmoid. */
function outputActivation(config: Config): string {
  return activationName({activation: config['activation'] === undefined ? 'tanh' : config['activation']});
}

function recurrentActivation(config: Config): string {
  const name = config['recurrent_activation'];
  return activationName({activation: name === undefined ? 'hard_sigmoid' : name});
}

const SIMPLE: Cell = {
  type: 'SimpleRNN',
  blocks: [1],
  states: 1,
  step: ({x: [x], states, recurrentKernels: [kernel], config, read}) => [
    squash(config, tf.add(x!, matMul(read(states[0]!), kernel!)))
  ]
};

/** Columns z, r, candidate; the reset gate is applied in front of the recurrent kernel (`reset_after: false`). */
const GATED: Cell = {
  type: 'GRU',
  blocks: [2, 1],
  states: 1,
  step: ({x, states, recurrentKernels, config, read}) => {
    const [h] = states as [tf.Tensor2D];
    const [forGates, forCandidate] = recurrentKernels as [tf.Tensor2D, tf.Tensor2D];
    const [xGates, xCandidate] = x as [tf.Tensor2D, tf.Tensor2D];
    const seen = read(h);
    const [z, r] = split(gate(config, tf.add(xGates, matMul(seen, forGates))), 2) as [tf.Tensor2D, tf.Tensor2D];
    const candidate = squash(config, tf.add(xCandidate, matMul(tf.mul(r, seen), forCandidate)));
    return [tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate))];
  }
};

/** Columns input, forget, cell, output gate. */
const LONG: Cell = {
  type: 'LSTM',
  blocks: [4],
  states: 2,
  step: ({x: [x], states, recurrentKernels: [kernel], config, read}) => {
    const [h, c] = states as [tf.Tensor2D, tf.Tensor2D];
    const sums = tf.add<tf.Tensor2D>(x!, matMul(read(h), kernel!));
    const [i, f, candidate, o] = split(sums, 4) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const carried = tf.mul(gate(config, f), c);
    const cell = tf.add<tf.Tensor2D>(carried, tf.mul(gate(config, i), squash(config, candidate)));
    return [tf.mul(gate(config, o), squash(config, cell)), cell];
  }
};

/** Refuses by name what would be computed wrongly. */
function check(config: Config): void {
  for (const key of ['return_state', 'stateful', 'reset_after'] as const) {
    if (flag(config, key, false)) {
      throw new Error(`Expected \`${key}\` to be false: TensorFlow.js or pruning cannot follow it; got true.`);
    }
  }
  outputActivation(config);
  recurrentActivation(config);
}

function weights(gates: number, config: Config, features: number): readonly WeightSpec[] {
  const units = count(config, 'units');
  const blocks = {of: 'out', channel: (position: number) => position % units} as const;
  const kernel: WeightSpec = {
    name: 'kernel',
    shape: [features, gates * units],
    axes: ['in', blocks],
    initial: 'glorot',
    trainable: true
  };
  const recurrent: WeightSpec = {
    name: 'recurrent_kernel',
    shape: [units, gates * units],
    axes: ['out', blocks],
    initial: 'orthogonal',
    trainable: true
  };
  const forget = gates === 4 && flag(config, 'unit_forget_bias', true);
  const bias: WeightSpec = {
    name: 'bias',
    shape: [gates * units],
    axes: [blocks],
    initial: forget ? 'forget' : 'zeros',
    trainable: true
  };
  return flag(config, 'use_bias', true) ? [kernel, recurrent, bias] : [kernel, recurrent];
}

/** The same units of an example are left out at all steps (Gal and Ghahramani 2016), as Keras does. */
function dropped<T extends tf.Tensor>(x: T, rate: number, {training, seed}: LayerCall, noiseShape: number[]): T {
  return training && rate > 0 ? tf.mul<T>(x, tf.dropout(tf.ones(noiseShape), rate, undefined, seed)) : x;
}

/** [rows, gates · units] as blocks of gates side by side: [rows, gates of the block · units] each. */
function inParts(x: tf.Tensor2D, blocks: readonly number[], units: number): tf.Tensor2D[] {
  if (blocks.length === 1) return [x];
  return tf.split(
    x,
    blocks.map(gates => gates * units),
    1
  );
}

/** [batch, steps, columns] step by step. The gradient of `unstack` fails where it makes a single tensor. */
function byStep(x: tf.Tensor3D): tf.Tensor2D[] {
  const [batch, steps, columns] = x.shape;
  return steps === 1 ? [tf.reshape(x, [batch, columns])] : (tf.unstack(x, 1) as tf.Tensor2D[]);
}

function run(cell: Cell, call: LayerCall): tf.Tensor {
  const {config, weight, read} = call;
  const x = call.inputs[0] as tf.Tensor3D; // [batch, steps, features]
  const [batch, steps, features] = x.shape;
  const units = count(config, 'units');
  const seen = dropped(x, numberOr(config, 'dropout', 0), call, [batch, 1, features]);
  const rows = tf.reshape<tf.Rank.R2>(seen, [batch * steps, features]);
  const product = matMul(rows, weight('kernel') as tf.Tensor2D);
  const biased = flag(config, 'use_bias', true) ? biasAdd(product, weight('bias') as tf.Tensor1D) : product;
  if (runsWhole(cell, call)) return whole(call, tf.reshape(biased, [batch, steps, 3 * units]));
  const inBlocks = (columns: tf.Tensor2D) => inParts(columns, cell.blocks, units);
  const blocks = inBlocks(biased).map(block => byStep(tf.reshape(block, [batch, steps, block.shape[1]])));
  const parts = blocks[0]!.map((_, step) => blocks.map(block => block[step]!));
  const recurrentKernels = inBlocks(weight('recurrent_kernel') as tf.Tensor2D);
  const recurrentRate = numberOr(config, 'recurrent_dropout', 0);
  const recall = (state: tf.Tensor2D) =>
    dropped(read('state', state) as tf.Tensor2D, recurrentRate, {...call, seed: call.seed + 1}, [batch, units]);
  let states: readonly tf.Tensor2D[] = Array.from({length: cell.states}, () => tf.zeros<tf.Rank.R2>([batch, units]));
  const outputs: tf.Tensor2D[] = [];
  // A copy is reversed: the gradient of `unstack` looks at the array itself.
  for (const x of flag(config, 'go_backwards', false) ? [...parts].reverse() : parts) {
    states = cell.step({x, states, recurrentKernels, config, read: recall});
    outputs.push(states[0]!);
  }
  return flag(config, 'return_sequences', false) ? tf.stack(outputs, 1) : outputs.at(-1)!.clone();
}

/** Whether the layer is what one op computes, and nobody wants to see states on the way. */
function runsWhole(cell: Cell, {config, training, unobserved = false}: LayerCall): boolean {
  const isDropping = training && numberOr(config, 'recurrent_dropout', 0) > 0;
  const isUsual = outputActivation(config) === 'tanh' && recurrentActivation(config) === 'sigmoid';
  return cell === GATED && fusesGru() && unobserved && isUsual && !isDropping;
}

/** `x` [batch, steps, 3 · units]: input times kernel, plus bias. */
function whole({config, weight}: LayerCall, x: tf.Tensor3D): tf.Tensor {
  const inOrder = flag(config, 'go_backwards', false) ? tf.reverse(x, 1) : x;
  const states = gruStates(inOrder, weight('recurrent_kernel') as tf.Tensor2D);
  if (flag(config, 'return_sequences', false)) return states;
  const [batch, steps, units] = states.shape;
  return tf.reshape(tf.slice(states, [0, steps - 1, 0], [batch, 1, units]), [batch, units]);
}

function gatesOf({blocks}: Cell): number {
  return blocks.reduce((sum, gates) => sum + gates, 0);
}

function recurrent(cell: Cell): LayerType {
  return {
    type: cell.type,
    outputShape: (config, inputs) => {
      const [input] = inputs;
      check(config);
      if (inputs.length !== 1 || input!.length !== 2) {
        throw new Error(`Expected one input of [steps, features], got ${JSON.stringify(inputs)}.`);
      }
      const units = count(config, 'units');
      return flag(config, 'return_sequences', false) ? [input![0]!, units] : [units];
    },
    weights: (config, [input]) => weights(gatesOf(cell), config, input![1]!),
    run: call => run(cell, call),
    flow: {kind: 'produce', units: 'recurrent'},
    reads: config => [{name: 'state', of: 'out', channels: [...Array(count(config, 'units')).keys()]}],
    role: () => 'activation',
    flops: (config, [steps, features]) => {
      // The rule for dense layers (Eq. 12) for each gate's input and recurrent kernel, at each step.
      const units = count(config, 'units');
      return steps! * gatesOf(cell) * (2 * features! - 1 + 2 * units - 1) * units;
    },
    withUnits: (config, units) => ({...config, units})
  };
}

export const simpleRnn = recurrent(SIMPLE);
export const gru = recurrent(GATED);
export const lstm = recurrent(LONG);
