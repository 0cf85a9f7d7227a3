import {isRecord, list, record, shown, type Json} from './json.ts';
import type {Layer} from './network.ts';

/** Output `tensor` of call `call` of a layer. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
}

/** A layer or a model inside a model, and what each of its calls reads. */
export interface Entry extends Layer {
  readonly calls: readonly (readonly Reference[])[];
  readonly model?: ModelJson;
  /** Whether the model is applied to every step of its input (TimeDistributed). */
  readonly stepwise?: boolean;
}

/** A model as Keras' JSON has it, Sequential or functional. */
export interface ModelJson {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

const MODEL_CLASSES = ['Sequential', 'Model', 'Functional'];

export function readModelJson(topology: unknown): ModelJson {
  const root = record(topology, 'modelTopology');
  const model = record(root['model_config'] ?? root, 'model_config');
  const type = model['class_name'];
  if (typeof type !== 'string' || !MODEL_CLASSES.includes(type)) {
    throw new Error(`Expected \`class_name\` to be Sequential, Model or Functional, got ${shown(type)}.`);
  }
  return readModel(type, model['config'], 'config');
}

function readModel(type: string, config: unknown, place: string): ModelJson {
  return type === 'Sequential' ? readSequential(config, place) : readFunctional(record(config, place), place);
}

function readSequential(given: unknown, place: string): ModelJson {
  const config = Array.isArray(given) ? {layers: given} : record(given, place);
  const entries = list(config['layers'], `${place}.layers`).map((entry, i) =>
    readEntry(entry, `${place}.layers[${i}]`)
  );
  const [first] = entries;
  if (!first) throw new Error('Expected a Sequential model to have layers, got none.');
  if (first.type !== 'InputLayer') {
    const input = {name: `${first.name}_input`, type: 'InputLayer', config: {batch_input_shape: inputShape(first)}};
    entries.unshift({...input, calls: []});
  }
  const one = (entry: Entry): Reference[] => [{layer: entry.name, call: 0, tensor: 0}];
  return {
    name: nameOf(config, 'sequential'),
    entries: entries.map((entry, i) => ({...entry, calls: [i === 0 ? [] : one(entries[i - 1]!)]})),
    inputs: one(entries[0]!),
    outputs: one(entries.at(-1)!)
  };
}

/** Shape with the batch axis that the first layer of a Sequential model names, or undefined. */
function inputShape({config, model}: Entry): unknown {
  const inner = model?.entries.find(({name}) => name === model.inputs[0]?.layer);
  return inner ? inner.config['batch_input_shape'] : (config['batch_input_shape'] ?? config['batch_shape']);
}

function readFunctional(config: Json, place: string): ModelJson {
  const entries = list(config['layers'], `${place}.layers`).map((entry, i) => {
    const where = `${place}.layers[${i}]`;
    const read = readEntry(entry, where);
    return {...read, calls: readCalls(record(entry, where)['inbound_nodes'], `inbound_nodes of layer "${read.name}"`)};
  });
  return countFromZero({
    name: nameOf(config, 'model'),
    entries,
    inputs: endpoints(config['input_layers'], `${place}.input_layers`),
    outputs: endpoints(config['output_layers'], `${place}.output_layers`)
  });
}

/** Keras 2 and TensorFlow.js count the calls of a model inside a model from 1: its own making is call 0. */
function countFromZero(model: ModelJson): ModelJson {
  const references = [...model.entries.flatMap(({calls}) => calls.flat()), ...model.outputs];
  const fromOne = new Set(
    model.entries
      .filter(
        entry =>
          entry.model &&
          !entry.stepwise &&
          references.some(({layer, call}) => layer === entry.name && call === entry.calls.length)
      )
      .map(({name}) => name)
  );
  const shift = (reference: Reference): Reference =>
    fromOne.has(reference.layer) ? {...reference, call: reference.call - 1} : reference;
  const entries = model.entries.map(entry => ({...entry, calls: entry.calls.map(call => call.map(shift))}));
  return {...model, entries, outputs: model.outputs.map(shift)};
}

function readEntry(entry: unknown, place: string): Entry {
  const layer = record(entry, place);
  const type = layer['class_name'];
  if (typeof type !== 'string') throw new Error(`Expected ${place}.class_name to be text, got ${shown(type)}.`);
  if (MODEL_CLASSES.includes(type)) {
    const model = readModel(type, layer['config'], `${place}.config`);
    const name = typeof layer['name'] === 'string' ? layer['name'] : model.name;
    return {name, type, config: {}, calls: [], model};
  }
  const config = record(layer['config'], `${place}.config`);
  const name = layer['name'] ?? config['name'];
  if (typeof name !== 'string') throw new Error(`Expected ${place}.config.name to be text, got ${shown(name)}.`);
  const inner = type === 'TimeDistributed' && isRecord(config['layer']) ? config['layer'] : {};
  if (typeof inner['class_name'] === 'string' && MODEL_CLASSES.includes(inner['class_name'])) {
    const model = readModel(inner['class_name'], inner['config'], `${place}.config.layer.config`);
    return {name, type, config: {}, calls: [], model, stepwise: true};
  }
  return {name, type, config, calls: []};
}

/** Keras writes the calls of a layer as `[[[source, call, tensor, {}], …], …]`, one outer entry a call. */
function readCalls(value: unknown, place: string): Reference[][] {
  const calls = list(value ?? [], place);
  if (calls.length === 0) return [[]];
  return calls.map(call => {
    const sources = list(call, place);
    // A call with a single input may be written without the inner list.
    const references = typeof sources[0] === 'string' ? [sources] : sources;
    return references.map(one => readReference(one, place));
  });
}

function readReference(value: unknown, place: string): Reference {
  const [layer, call = 0, tensor = 0, more = {}] = list(value, place);
  if (typeof layer !== 'string' || !Number.isInteger(call) || !Number.isInteger(tensor)) {
    throw new Error(`Expected ${place} to be [layer, call, tensor], got ${shown(value)}.`);
  }
  const given = isRecord(more) ? Object.entries(more).find(([, one]) => Array.isArray(one)) : undefined;
  if (given) throw new Error(`Expected ${place} to read its inputs only, got the keyword tensor \`${given[0]}\`.`);
  return {layer, call: call as number, tensor: tensor as number};
}

function endpoints(value: unknown, place: string): Reference[] {
  const entries = list(value, place);
  const references = typeof entries[0] === 'string' ? [entries] : entries;
  if (references.length === 0) throw new Error(`Expected ${place} to name at least one layer, got none.`);
  return references.map(reference => readReference(reference, place));
}

function nameOf(config: Json, fallback: string): string {
  return typeof config['name'] === 'string' ? config['name'] : fallback;
}
