import {ModelError} from '../ModelError.ts';
import {isRecord, record, type Json} from './json.ts';

/** A layer as a TensorFlow.js layers model has it. */
export interface LayerJson {
  readonly class_name: string;
  readonly config: Json;
}

/** Matters for training from scratch only, or says again what the rest says. */
const LEFT_OUT =
  /_(initializer|regularizer|constraint)$|^(dtype|autocast|seed|optional|build_input_shape|quantization_config)$/;

/** Keras' newer names for activations that TensorFlow.js knows by another. */
const ACTIVATIONS: Readonly<Record<string, string>> = {silu: 'swish'};

/** Settings that TensorFlow.js has no counterpart for, and the only values that mean the same without them. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  reset_after: [false],
  renorm: [false],
  rms_scaling: [false],
  keepdims: [false],
  threshold: [0],
  output_padding: [null],
  time_major: [false],
  quantization_config: [null],
  sparse: [false],
  ragged: [false]
};

/**
 * A layer of Keras 2 or 3 with the settings of TensorFlow.js. Initial values, regularization and constraints are left
 * out; layers within a layer (Bidirectional, TimeDistributed) are converted alike.
 *
 * Throws a ModelError with the layer's name where a setting cannot be expressed.
 */
export function kerasLayer(type: string, given: Json, kerasVersion: number): LayerJson {
  const place = `layer "${String(given['name'])}" (${type})`;
  for (const [key, values] of Object.entries(NEUTRAL)) {
    if (given[key] !== undefined && !values.includes(given[key])) throw unsupported(place, key, given[key]);
  }
  const entries = Object.entries(given).flatMap(([key, value]): [string, unknown][] => {
    if (LEFT_OUT.test(key) || key in NEUTRAL || key === 'backward_layer') return [];
    if (key === 'batch_shape') return [['batch_input_shape', value]];
    if (key.endsWith('activation')) return [[key, activation(value, place, kerasVersion)]];
    if (key === 'axis' && Array.isArray(value) && value.length === 1) return [[key, value[0]]];
    if (key === 'layer') return [[key, innerLayer(value, place, kerasVersion)]];
    return [[key, value]];
  });
  if (type === 'Bidirectional') checkBackward(given, place);
  return renamed(type, Object.fromEntries(entries), place);
}

/** Where the slope below zero is kept differs between the two. */
function renamed(type: string, config: Json, place: string): LayerJson {
  if (type !== 'LeakyReLU' && type !== 'ReLU') return {class_name: type, config};
  const {negative_slope: slope, ...rest} = config;
  if (type === 'LeakyReLU') return {class_name: type, config: slope === undefined ? config : {...rest, alpha: slope}};
  if (slope === undefined || slope === 0) return {class_name: type, config: rest};
  if ((rest['max_value'] ?? null) !== null) throw unsupported(place, 'negative_slope', slope);
  return {class_name: 'LeakyReLU', config: {...rest, alpha: slope}};
}

function activation(value: unknown, place: string, kerasVersion: number): unknown {
  if (value === null || value === undefined) return 'linear';
  // Keras 3 has another slope, and so computes something else under the same name.
  if (typeof value !== 'string' || (value === 'hard_sigmoid' && kerasVersion >= 3)) {
    throw unsupported(place, 'activation', isRecord(value) ? (value['class_name'] ?? value) : value);
  }
  return ACTIVATIONS[value] ?? value;
}

function innerLayer(value: unknown, place: string, kerasVersion: number): LayerJson {
  const {class_name: type, config} = record(value, `\`layer\` of ${place}`);
  const {name, ...rest} = record(config, `\`layer.config\` of ${place}`);
  // Keras 3 stores the name that TensorFlow.js would make once more.
  const plain = typeof name === 'string' ? name.replace(/^forward_/, '') : name;
  return kerasLayer(String(type), {name: plain, ...rest}, kerasVersion);
}

/** TensorFlow.js always makes the backward layer from the forward one. */
function checkBackward({layer, backward_layer: backward}: Json, place: string): void {
  if (!isRecord(backward)) return;
  const settings = (one: unknown) => {
    const {class_name: type, config} = record(one, `\`layer\` of ${place}`);
    const {name: _name, go_backwards: _direction, ...rest} = record(config, `\`layer.config\` of ${place}`);
    const kept = Object.entries(rest).filter(([key]) => !LEFT_OUT.test(key));
    return JSON.stringify([type, kept]);
  };
  if (settings(layer) !== settings(backward)) throw unsupported(place, 'backward_layer', 'a layer of other settings');
}

function unsupported(place: string, key: string, value: unknown): ModelError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const remedy = key === 'reset_after' ? ' Train it with reset_after=False.' : '';
  return new ModelError(`Expected ${place} to be one that TensorFlow.js has, got ${key} ${shown}.${remedy}`);
}
