import {tf} from '@espalier/backend';
import type {Config, LayerType} from './layerType.ts';

/** A number, or a list of one a channel. */
function factor(config: Config, key: string, fallback: number): number | number[] {
  const value = config[key] ?? fallback;
  if ([value].flat().every(Number.isFinite)) return value as number | number[];
  throw new Error(`Expected \`${key}\` to be a number or one a channel, got ${JSON.stringify(value)}.`);
}

/** x · scale + offset. */
export const rescaling: LayerType = {
  type: 'Rescaling',
  outputShape: (config, [input]) => {
    for (const value of [factor(config, 'scale', NaN), factor(config, 'offset', 0)]) {
      if (Array.isArray(value) && value.length !== input!.at(-1)) {
        throw new Error(`Expected one number for each of ${input!.at(-1)} channels, got ${value.length}.`);
      }
    }
    return input!;
  },
  run: ({config, inputs}) => tf.add(tf.mul(inputs[0]!, factor(config, 'scale', NaN)), factor(config, 'offset', 0)),
  flow: config =>
    Array.isArray(config['scale']) || Array.isArray(config['offset'])
      ? {kind: 'mix', because: 'names a factor for each channel'}
      : {kind: 'pass'}
};
