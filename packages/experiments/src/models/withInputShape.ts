import {isRecord, type Json} from './keras/json.ts';

/** The topology with another `batch_input_shape` wherever the outermost model names one. */
export function withInputShape(topology: unknown, shape: readonly number[]): unknown {
  if (!isRecord(topology)) return topology;
  if (isRecord(topology['model_config'])) {
    return {...topology, model_config: withInputShape(topology['model_config'], shape)};
  }
  const {config} = topology;
  if (Array.isArray(config)) return {...topology, config: reshaped(config, shape)};
  if (!isRecord(config) || !Array.isArray(config['layers'])) return topology;
  return {...topology, config: {...config, layers: reshaped(config['layers'], shape)}};
}

function reshaped(layers: readonly unknown[], shape: readonly number[]): unknown[] {
  return layers.map((entry, index) => {
    if (!isRecord(entry) || !isRecord(entry['config'])) return entry;
    const config: Json = entry['config'];
    if (config['batch_input_shape']) return {...entry, config: {...config, batch_input_shape: [null, ...shape]}};
    // A Sequential model that starts with a model takes that one's input.
    return index === 0 && Array.isArray(config['layers']) ? withInputShape(entry, shape) : entry;
  });
}
