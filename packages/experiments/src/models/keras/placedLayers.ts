import {isRecord, list, record, type Json} from './json.ts';
import type {LayerJson} from './kerasLayer.ts';
import {isModel} from './isModel.ts';

/** A layer that is no model, and where it stands. */
export interface PlacedLayer {
  readonly layer: LayerJson;
  readonly name: string;
  /** Names of the models around it within the outermost one, outermost first. */
  readonly models: readonly string[];
  /** Its group in a weights file of Keras 3: `conv2d_1`, `functional/layers/dense`. */
  readonly group: string;
}

/** All layers of a model, those of models within it included. */
export function placedLayers(topology: Json): PlacedLayer[] {
  return inModel(record(topology['config'], 'config'), [], '');
}

function inModel(config: Json, models: readonly string[], folder: string): PlacedLayer[] {
  const counts = new Map<string, number>();
  return list(config['layers'], 'config.layers').flatMap(entry => {
    const layer = entry as LayerJson & {readonly name: string};
    const {name, class_name: type} = layer;
    const base = snakeCase(type === 'Model' ? 'Functional' : type);
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const group = `${folder}${count === 0 ? base : `${base}_${count}`}`;
    if (isModel(type)) return inModel(layer.config, [...models, name], `${group}/layers/`);
    const repeated = layer.config['layer'];
    // A model that is applied to every step.
    if (type === 'TimeDistributed' && isRecord(repeated) && isModel(repeated['class_name'])) {
      return inModel(record(repeated['config'], 'config'), [...models, name], `${group}/layer/layers/`);
    }
    return [{layer, name, models, group}];
  });
}

/** As Keras does it: `BatchNormalization` is batch_normalization, `Conv2DTranspose` conv2d_transpose. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
