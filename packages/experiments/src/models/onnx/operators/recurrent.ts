import {activationName, count, flag, innerLayer} from '@espalier/core/layers';
import type {Attributes, Value} from '../graphBuilder.ts';
import type {FloatTensor, LayerExport, LayerExporter} from '../layerExport.ts';
import {floats} from '../onnxGraph.ts';

/** Activations that ONNX' recurrent operators know, with their two settings where they have such. */
const ACTIVATIONS: Readonly<Record<string, readonly [name: string, alpha?: number, beta?: number]>> = {
  elu: ['Elu', 1],
  hard_sigmoid: ['HardSigmoid', 0.2, 0.5],
  linear: ['Affine', 1, 0],
  relu: ['Relu'],
  sigmoid: ['Sigmoid'],
  softplus: ['Softplus'],
  softsign: ['Softsign'],
  tanh: ['Tanh']
};

interface Cell {
  readonly op: 'RNN' | 'GRU' | 'LSTM';
  /** Blocks of Keras' kernels in ONNX' order: those of the LSTM are input, output, forget, cell. */
  readonly gates: readonly number[];
  /** Which of its activations each block and the output go through. */
  readonly functions: readonly ('gate' | 'output')[];
  /** Attributes besides. */
  readonly more?: Attributes;
}

const CELLS: Readonly<Record<string, Cell>> = {
  SimpleRNN: {op: 'RNN', gates: [0], functions: ['output']},
  GRU: {op: 'GRU', gates: [0, 1, 2], functions: ['gate', 'output'], more: {linear_before_reset: {i: 0}}},
  LSTM: {op: 'LSTM', gates: [0, 3, 1, 2], functions: ['gate', 'output', 'output']}
};

function activationsOf({config}: LayerExport, {functions}: Cell): Attributes {
  const named = (key: string, fallback: string) =>
    activationName({activation: config[key] === undefined ? fallback : config[key]});
  const names = {gate: named('recurrent_activation', 'hard_sigmoid'), output: named('activation', 'tanh')};
  const all = functions.map(one => {
    const found = ACTIVATIONS[names[one]];
    if (found) return found;
    const known = Object.keys(ACTIVATIONS).join(', ');
    throw new Error(`Expected an activation that ONNX' recurrent operators have (${known}), got ${names[one]}.`);
  });
  const settings = (index: 1 | 2) => all.flatMap(one => one[index] ?? []);
  return {
    activations: {strings: all.map(([name]) => name)},
    ...(settings(1).length > 0 && {activation_alpha: {floats: settings(1)}}),
    ...(settings(2).length > 0 && {activation_beta: {floats: settings(2)}})
  };
}

/** [rows, gates · units] → [1, gates · units, rows], blocks of gates in ONNX' order. */
function transposedGates({shape, values}: FloatTensor, {gates}: Cell) {
  const [rows, columns] = shape as [number, number];
  const units = columns / gates.length;
  const result = new Float32Array(values.length);
  gates.forEach((gate, block) => {
    for (let unit = 0; unit < units; unit++) {
      for (let row = 0; row < rows; row++) {
        result[(block * units + unit) * rows + row] = values[row * columns + gate * units + unit]!;
      }
    }
  });
  return floats([1, columns, rows], result);
}

/** Bias of the input in ONNX' order, and zeros for that of the recurrent part, which Keras' cells do not have. */
function biases({values}: FloatTensor, {gates}: Cell) {
  const units = values.length / gates.length;
  const own = gates.flatMap(gate => [...values.subarray(gate * units, (gate + 1) * units)]);
  return floats([1, 2 * values.length], [...own, ...new Array<number>(values.length).fill(0)]);
}

interface Direction {
  /** Weights' names begin with it. */
  readonly prefix: string;
  readonly backwards: boolean;
  /** Steps of the output in the order of the input, or in the order in which they were made. */
  readonly inInputOrder: boolean;
}

/** A recurrent layer in one direction: the name of [batch, steps, units] or, of the last step alone, [batch, units]. */
function oneWay(call: LayerExport, type: string, {prefix, backwards, inInputOrder}: Direction): string {
  const {config, op, weight, constant, integers} = call;
  const cell = CELLS[type]!;
  const whole = flag(config, 'return_sequences', false);
  const x = call.graph.channelsLast(call.inputs[0]!);
  const byStep = op('Transpose', [x.name], {perm: {ints: [1, 0, 2]}}); // [steps, batch, features]
  const named = (name: string) => `${prefix}${name}`;
  const inputs = [
    byStep,
    constant(named('kernel'), () => transposedGates(weight(named('kernel')), cell)),
    constant(named('recurrent_kernel'), () => transposedGates(weight(named('recurrent_kernel')), cell)),
    ...(flag(config, 'use_bias', true) ? [constant(named('bias'), () => biases(weight(named('bias')), cell))] : [])
  ];
  const attributes: Attributes = {
    hidden_size: {i: count(config, 'units')},
    direction: {s: backwards ? 'reverse' : 'forward'},
    ...activationsOf(call, cell),
    ...cell.more
  };
  const made = op(cell.op, inputs, attributes, whole ? 0 : 1);
  if (!whole) return op('Squeeze', [made, integers([0])]); // of [1, batch, units]
  const steps = op('Transpose', [op('Squeeze', [made, integers([1])])], {perm: {ints: [1, 0, 2]}});
  // ONNX keeps the order of the input.
  return backwards && !inInputOrder ? reversed(call, steps) : steps;
}

/** [batch, steps, units] with its last step first. */
function reversed({op, integers}: LayerExport, name: string): string {
  return op('Slice', [name, integers([-1]), integers([-(2 ** 31)]), integers([1]), integers([-1])]);
}

const recurrent =
  (type: string): LayerExporter =>
  call => {
    const direction = {prefix: '', backwards: flag(call.config, 'go_backwards', false), inInputOrder: false};
    return {name: oneWay(call, type, direction), shape: call.shape, layout: 'last'};
  };

const bidirectional: LayerExporter = call => {
  const {type, config} = innerLayer(call.config);
  const inside = {...call, config};
  const turned = flag(config, 'go_backwards', false);
  const prefix = (direction: string) => `${direction}_${String(config['name'])}/`;
  const forward = oneWay(inside, type, {prefix: prefix('forward'), backwards: turned, inInputOrder: false});
  let backward = oneWay(inside, type, {prefix: prefix('backward'), backwards: !turned, inInputOrder: !turned});
  // Keras turns the second direction's steps round, even where that is the one that runs forwards.
  if (turned && flag(config, 'return_sequences', false)) backward = reversed(call, backward);
  return {name: merged(call, [forward, backward]), shape: call.shape, layout: 'last'} satisfies Value;
};

function merged({config, op, number}: LayerExport, both: readonly string[]): string {
  switch (config['merge_mode']) {
    case 'sum':
      return op('Add', both);
    case 'ave':
      return op('Mul', [op('Add', both), number(0.5)]);
    case 'mul':
      return op('Mul', both);
    default:
      return op('Concat', both, {axis: {i: -1}});
  }
}

export const recurrentLayers: Readonly<Record<string, LayerExporter>> = {
  Bidirectional: bidirectional,
  GRU: recurrent('GRU'),
  LSTM: recurrent('LSTM'),
  SimpleRNN: recurrent('SimpleRNN')
};
