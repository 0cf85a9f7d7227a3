import {tf} from '@espalier/backend';
import {layerType} from './index.ts';
import {innerLayer, withInnerConfig} from './innerLayer.ts';
import {flag} from './config.ts';
import type {Config, LayerType, WeightSpec} from './layerType.ts';

const DIRECTIONS = ['forward', 'backward'] as const;
const RECURRENT = ['SimpleRNN', 'GRU', 'LSTM'];

function inside(config: Config) {
  const inner = innerLayer(config);
  if (!RECURRENT.includes(inner.type)) {
    throw new Error(`Expected the layer inside to be one of ${RECURRENT.join(', ')}, got ${inner.type}.`);
  }
  return {...inner, type: layerType(inner.type)};
}

function mergeMode(config: Config): 'concat' | 'sum' | 'ave' | 'mul' {
  const mode = config['merge_mode'] === undefined ? 'concat' : config['merge_mode'];
  if (mode === 'concat' || mode === 'sum' || mode === 'ave' || mode === 'mul') return mode;
  throw new Error(`Expected \`merge_mode\` to be concat, sum, ave or mul, got ${JSON.stringify(mode)}.`);
}

/** TensorFlow.js names the weights of the two copies after the layer inside. */
function prefix(config: Config, direction: (typeof DIRECTIONS)[number]): string {
  return `${direction}_${String(innerLayer(config).config['name'])}`;
}

/**
 * A recurrent layer run both ways. Its unit k is unit k of both directions (ours): the layers model that comes out has
 * one number of units for both.
 */
export const bidirectional: LayerType = {
  type: 'Bidirectional',
  outputShape: (config, inputs) => {
    const {type, config: inner} = inside(config);
    const shape = type.outputShape(inner, inputs);
    return mergeMode(config) === 'concat' ? [...shape.slice(0, -1), 2 * shape.at(-1)!] : shape;
  },
  weights: (config, inputs) => {
    const {type, config: inner} = inside(config);
    return DIRECTIONS.flatMap(direction =>
      type.weights!(inner, inputs).map((spec): WeightSpec => ({
        ...spec,
        name: `${prefix(config, direction)}/${spec.name}`
      }))
    );
  },
  run: call => {
    const {type, config: inner} = inside(call.config);
    const [forward, backward] = DIRECTIONS.map((direction, i) => {
      const backwards = (direction === 'backward') !== flag(inner, 'go_backwards', false);
      const y = type.run({
        ...call,
        config: {...inner, go_backwards: backwards},
        seed: call.seed + 2 * i,
        weight: name => call.weight(`${prefix(call.config, direction)}/${name}`),
        read: (_name, tensor) => call.read(direction, tensor)
      });
      return direction === 'backward' && y.rank === 3 ? tf.reverse(y, 1) : y;
    }) as [tf.Tensor, tf.Tensor];
    switch (mergeMode(call.config)) {
      case 'concat':
        return tf.concat([forward, backward], -1);
      case 'sum':
        return tf.add(forward, backward);
      case 'ave':
        return tf.mul(0.5, tf.add(forward, backward));
      case 'mul':
        return tf.mul(forward, backward);
    }
  },
  flow: config => ({kind: 'produce', units: 'recurrent', period: inside(config).config['units'] as number}),
  reads: config => {
    const channels = [...Array(inside(config).config['units'] as number).keys()];
    return DIRECTIONS.map(name => ({name, of: 'out', channels}));
  },
  role: () => 'activation',
  flops: (config, input, output) => {
    const {type, config: inner} = inside(config);
    return 2 * type.flops!(inner, input, output);
  },
  withUnits: (config, units) => {
    const {type, config: inner} = inside(config);
    const each = mergeMode(config) === 'concat' ? units / 2 : units;
    return withInnerConfig(config, type.withUnits!(inner, each));
  }
};
