import type {Entry} from './modelJson.ts';

/** Layers that treat a time axis in front as any other position. */
const POSITIONWISE = ['Add', 'Average', 'Maximum', 'Minimum', 'Multiply', 'Activation', 'Dropout', 'LeakyReLU', 'ReLU'];

/**
 * A layer of a model that is applied to every step, as a layer of the whole network: wrapped in TimeDistributed, once for
 * each time axis, unless it does not mind them.
 */
export function stepwise(entry: Entry, axes: number): Entry {
  if (axes === 0 || POSITIONWISE.includes(entry.type)) return entry;
  if (entry.type === 'Concatenate') {
    const {axis} = entry.config;
    return typeof axis === 'number' && axis > 0 ? {...entry, config: {...entry.config, axis: axis + axes}} : entry;
  }
  const {batch_input_shape: _shape, ...config} = entry.config;
  const inner = {class_name: entry.type, config: {...config, name: entry.name}};
  return stepwise({...entry, type: 'TimeDistributed', config: {name: entry.name, layer: inner}}, axes - 1);
}
