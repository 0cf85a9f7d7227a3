import {ModelError} from '../ModelError.ts';
import {isModel} from './isModel.ts';
import {isRecord, list, record, type Json} from './json.ts';
import {kerasLayer} from './kerasLayer.ts';
import {inboundNodes, references} from './kerasNodes.ts';
import {withKeptAxes} from './keptAxes.ts';

/**
 * The topology of a layers model for the configuration of a Keras model, Sequential or functional, of version 2 or 3,
 * models within it included.
 *
 * Throws a ModelError that names the layer where something has no counterpart.
 */
export function kerasTopology(model: Json, kerasVersion: number): Json {
  const {class_name: type} = model;
  if (!isModel(type)) {
    throw new ModelError(
      `Expected a Sequential or functional model, got ${JSON.stringify(type)}: a model of its own class is code, ` +
        'which is not in the file.'
    );
  }
  const given = Array.isArray(model['config'])
    ? {layers: model['config'] as unknown[]}
    : record(model['config'], 'config');
  const layers = list(given['layers'], 'config.layers')
    .flatMap((entry, index) => withKeptAxes(record(entry, `config.layers[${index}]`)))
    .map(entry => layerEntry(entry, kerasVersion));
  if (type === 'Sequential') return {class_name: type, config: {name: given['name'], layers: withInput(layers, given)}};
  const ends = {
    input_layers: references(given['input_layers'], 'input_layers'),
    output_layers: references(given['output_layers'], 'output_layers')
  };
  return {class_name: 'Functional', config: {name: given['name'], layers, ...ends}};
}

/** Operations of Keras 3 (`a + b`) that are the layers of the same name; others share no more than a name with one. */
const OPERATIONS = new Set(['Add', 'Maximum', 'Minimum', 'Multiply']);

function layerEntry(entry: Json, kerasVersion: number): Json {
  const {module, class_name: given} = entry;
  if (typeof module === 'string' && /\.ops\b/.test(module) && !OPERATIONS.has(String(given))) {
    throw new ModelError(
      `Expected layer "${String(entry['name'])}" to be a layer, got the operation ${module}.${String(given)}.`
    );
  }
  const config = record(entry['config'], 'config of a layer');
  const name = entry['name'] ?? config['name'];
  const nodes = entry['inbound_nodes'];
  const calls = nodes === undefined ? {} : {inbound_nodes: inboundNodes(nodes, String(name))};
  if (isModel(entry['class_name'])) {
    const {class_name: type, config: inner} = kerasTopology(entry, kerasVersion);
    return {name, class_name: type, config: {...(inner as Json), name}, ...calls};
  }
  const repeated = entry['class_name'] === 'TimeDistributed' ? config['layer'] : undefined;
  if (isRecord(repeated) && isModel(repeated['class_name'])) {
    const layer = kerasTopology(repeated, kerasVersion);
    return {name, class_name: 'TimeDistributed', config: {name, layer}, ...calls};
  }
  return {name, ...kerasLayer(String(entry['class_name']), {...config, name}, kerasVersion), ...calls};
}

/** A Sequential model may keep the shape of its input beside its layers. */
function withInput(layers: readonly Json[], {build_input_shape: shape}: Json): readonly Json[] {
  const [first, ...rest] = layers;
  const config = first?.['config'];
  if (!first || !isRecord(config) || !Array.isArray(shape)) return layers;
  if (first['class_name'] === 'InputLayer' || config['batch_input_shape'] || config['layers']) return layers;
  return [{...first, config: {...config, batch_input_shape: shape}}, ...rest];
}
