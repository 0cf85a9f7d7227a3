import type {Config} from './layerType.ts';

/** The layer inside a wrapper such as TimeDistributed, as its configuration stores it. */
export function innerLayer(config: Config): {readonly type: string; readonly config: Config} {
  const layer = config['layer'] as {class_name?: unknown; config?: unknown} | undefined;
  if (typeof layer?.class_name !== 'string' || typeof layer.config !== 'object' || layer.config === null) {
    throw new Error(
      `Expected \`layer\` to be {class_name, config}, got ${layer === undefined ? 'nothing' : JSON.stringify(layer)}.`
    );
  }
  return {type: layer.class_name, config: layer.config as Config};
}

/** A wrapper's configuration with another one for the layer inside. */
export function withInnerConfig(config: Config, inner: Config): Config {
  return {...config, layer: {...(config['layer'] as object), config: inner}};
}
