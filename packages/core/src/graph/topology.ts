import type {Layer, NetworkNode} from './network.ts';

interface Topology {
  readonly name: string;
  readonly layers: Map<string, Layer>;
  readonly nodes: NetworkNode[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the `modelTopology` of a layers model: Keras' JSON of a Sequential or functional model.
 *
 * Models inside models are refused by name.
 */
export function readTopology(topology: unknown): Topology {
  const root = record(topology, 'modelTopology');
  const model = record(root['model_config'] ?? root, 'model_config');
  const type = model['class_name'];
  if (type === 'Sequential') return readSequential(model);
  if (type === 'Model' || type === 'Functional') return readFunctional(record(model['config'], 'config'));
  throw new Error(`Expected \`class_name\` to be Sequential, Model or Functional, got ${JSON.stringify(type)}.`);
}

function readSequential(model: Json): Topology {
  const config = Array.isArray(model['config']) ? {layers: model['config']} : record(model['config'], 'config');
  const layers = list(config['layers'], 'config.layers').map((entry, i) => readLayer(entry, `config.layers[${i}]`));
  const first = layers[0];
  if (!first) throw new Error('Expected a Sequential model to have layers, got none.');
  if (first.type !== 'InputLayer') {
    const shape = first.config['batch_input_shape'];
    if (!shape) throw new Error(`Expected the first layer "${first.name}" to have \`batch_input_shape\`, got none.`);
    layers.unshift({name: `${first.name}_input`, type: 'InputLayer', config: {batch_input_shape: shape}});
  }
  const nodes = layers.map((layer, i) => ({
    id: layer.name,
    layer: layer.name,
    inputs: i === 0 ? [] : [layers[i - 1]!.name]
  }));
  return {
    name: typeof config['name'] === 'string' ? config['name'] : 'sequential',
    layers: byName(layers),
    nodes,
    inputs: [layers[0]!.name],
    outputs: [layers.at(-1)!.name]
  };
}

function readFunctional(config: Json): Topology {
  const entries = list(config['layers'], 'config.layers');
  const layers = entries.map((entry, i) => readLayer(entry, `config.layers[${i}]`));
  const nodes = entries.flatMap((entry, i) => readNodes(record(entry, `config.layers[${i}]`), layers[i]!));
  return {
    name: typeof config['name'] === 'string' ? config['name'] : 'model',
    layers: byName(layers),
    nodes: topological(nodes),
    inputs: endpoints(config['input_layers'], 'config.input_layers'),
    outputs: endpoints(config['output_layers'], 'config.output_layers')
  };
}

/** The first call of a layer has the layer's name for an id, the others a number behind it. */
function callId(layer: string, call: number): string {
  return call === 0 ? layer : `${layer}:${call}`;
}

function readLayer(entry: unknown, place: string): Layer {
  const layer = record(entry, place);
  const type = layer['class_name'];
  if (typeof type !== 'string')
    throw new Error(`Expected ${place}.class_name to be text, got ${JSON.stringify(type)}.`);
  const config = record(layer['config'], `${place}.config`);
  const name = layer['name'] ?? config['name'];
  if (typeof name !== 'string')
    throw new Error(`Expected ${place}.config.name to be text, got ${JSON.stringify(name)}.`);
  return {name, type, config};
}

/** Keras writes the calls of a layer as `[[[source, call, tensor, {}], …], …]`, one outer entry a call. */
function readNodes(entry: Json, layer: Layer): NetworkNode[] {
  const place = `inbound_nodes of layer "${layer.name}"`;
  const calls = list(entry['inbound_nodes'] ?? [], place);
  if (calls.length === 0) return [{id: layer.name, layer: layer.name, inputs: []}];
  return calls.map((call, i) => {
    const sources = list(call, place);
    // A call with a single input may be written without the inner list.
    const references = typeof sources[0] === 'string' ? [sources] : sources;
    return {id: callId(layer.name, i), layer: layer.name, inputs: references.map(one => readReference(one, place))};
  });
}

function readReference(value: unknown, place: string): string {
  const [source, call = 0, tensor = 0] = list(value, place);
  if (typeof source === 'string' && Number.isInteger(call) && tensor === 0) return callId(source, call as number);
  throw new Error(`Expected ${place} to be [layer, call, 0], got ${JSON.stringify(value)}.`);
}

function endpoints(value: unknown, place: string): string[] {
  const entries = list(value, place);
  const references = typeof entries[0] === 'string' ? [entries] : entries;
  return references.map(reference => readReference(reference, place));
}

function topological(nodes: readonly NetworkNode[]): NetworkNode[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const sorted: NetworkNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string, reader: string): void => {
    const node = byId.get(id);
    if (!node) throw new Error(`Expected layer "${reader}" to read a layer of the model, got "${id}".`);
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open')
      throw new Error(`Expected the model to have no cycles, got one through layer "${id}".`);
    state.set(id, 'open');
    node.inputs.forEach(input => visit(input, id));
    state.set(id, 'done');
    sorted.push(node);
  };
  nodes.forEach(node => visit(node.id, node.id));
  return sorted;
}

function byName(layers: readonly Layer[]): Map<string, Layer> {
  const map = new Map<string, Layer>();
  for (const layer of layers) {
    if (map.has(layer.name)) throw new Error(`Expected layer names to differ, got "${layer.name}" twice.`);
    map.set(layer.name, layer);
  }
  return map;
}

function record(value: unknown, place: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new Error(`Expected ${place} to be an object, got ${shown(value)}.`);
}

function list(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`Expected ${place} to be a list, got ${shown(value)}.`);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
