import {ModelError} from '../ModelError.ts';
import {isRecord, list, record, shown} from './json.ts';

/** A layer's output: its name, which of its calls, which of that call's outputs. */
export type Reference = readonly [layer: string, call: number, tensor: number];

/** All references in a value of any nesting, in order. Throws where it holds anything else. */
export function references(value: unknown, place: string): Reference[] {
  if (isReference(value)) return [[value[0], value[1], value[2]]];
  if (Array.isArray(value)) return value.flatMap(item => references(item, place));
  if (isRecord(value)) return Object.values(value).flatMap(item => references(item, place));
  throw new ModelError(`Expected ${place} to name layers, got ${JSON.stringify(value)}.`);
}

/** The calls of a layer as TensorFlow.js has them, from those of Keras 2 or 3. */
export function inboundNodes(value: unknown, layer: string): Reference[][] {
  const place = `inbound_nodes of layer "${layer}"`;
  return list(value, place).map(call => {
    if (!isRecord(call)) return olderCall(list(call, place), layer);
    refuseArguments(record(call['kwargs'] ?? {}, place), layer);
    return tensors(call['args'], layer);
  });
}

/** Keras 2: `[[layer, call, tensor, arguments], …]`. */
function olderCall(call: readonly unknown[], layer: string): Reference[] {
  const sources = isReference(call) ? [call] : call;
  return sources.map(source => {
    if (!isReference(source) || source[1] < 0) throw unsupported(layer, JSON.stringify(source));
    refuseArguments(record(source[3] ?? {}, `arguments of layer "${layer}"`), layer);
    return [source[0], source[1], source[2]];
  });
}

/** Keras 3: tensors anywhere in the positional arguments. */
function tensors(value: unknown, layer: string): Reference[] {
  if (Array.isArray(value)) return value.flatMap(item => tensors(item, layer));
  if (value === null) return [];
  if (isRecord(value) && value['class_name'] === '__keras_tensor__' && isRecord(value['config'])) {
    return references(value['config']['keras_history'], `keras_history of layer "${layer}"`);
  }
  throw unsupported(layer, shown(value));
}

function refuseArguments(values: Readonly<Record<string, unknown>>, layer: string): void {
  const given = Object.entries(values).find(([key, value]) => key !== 'name' && value !== null && value !== false);
  if (given) throw unsupported(layer, `\`${given[0]}\``);
}

function unsupported(layer: string, argument: string): ModelError {
  return new ModelError(`Expected layer "${layer}" to be called on outputs of layers alone, got ${argument}.`);
}

function isReference(value: unknown): value is [string, number, number, unknown?] {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1]) &&
    Number.isInteger(value[2]) &&
    value.length <= 4
  );
}
