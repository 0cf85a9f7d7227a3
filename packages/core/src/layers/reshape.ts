import {tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';
import {product} from '../graph/product.ts';
import type {Config, LayerType} from './layerType.ts';

function targetShape(config: Config, input: Shape): Shape {
  const target = config['target_shape'];
  if (!Array.isArray(target) || target.length === 0 || !target.every(size => Number.isInteger(size) || size === null)) {
    throw new Error(`Expected \`target_shape\` to be whole numbers, got ${JSON.stringify(target)}.`);
  }
  const sizes = (target as (number | null)[]).map(size => size ?? -1);
  const known = sizes.filter(size => size !== -1);
  const rest = product(input) / product(known);
  if (sizes.length - known.length > 1 || !Number.isInteger(rest) || (known.length === sizes.length && rest !== 1)) {
    throw new Error(`Expected \`target_shape\` to fit [${input.join(', ')}], got [${sizes.join(', ')}].`);
  }
  return sizes.map(size => (size === -1 ? rest : size));
}

/**
 * Other axes for the same values, in the same order. An output channel carries every input channel that falls on it;
 * they are tied together.
 */
export const reshape: LayerType = {
  type: 'Reshape',
  outputShape: (config, [input]) => targetShape(config, input!),
  run: ({config, inputs}) => {
    const [batch, ...shape] = inputs[0]!.shape;
    return tf.reshape(inputs[0]!, [batch, ...targetShape(config, shape)]);
  },
  flow: {
    kind: 'pass',
    map: (input, config) => {
      const [before, after] = [input.at(-1)!, targetShape(config, input).at(-1)!];
      const rounds = before / greatestDivisor(before, after);
      const wraps = Math.min(rounds, product(input) / after);
      return channel => [...new Set(Array.from({length: wraps}, (_, i) => (channel + i * after) % before))];
    }
  },
  plain: () => true,
  withUnits: (config, units) => ({
    ...config,
    target_shape: [...(config['target_shape'] as number[]).slice(0, -1), units]
  })
};

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Reorders axes. Channels can be followed where they stay the last one. */
export const permute: LayerType = {
  type: 'Permute',
  outputShape: (config, [input]) => {
    const dims = order(config);
    if (dims.length !== input!.length) {
      throw new Error(`Expected \`dims\` to name ${input!.length} axes, got ${JSON.stringify(dims)}.`);
    }
    return dims.map(axis => input![axis - 1]!);
  },
  run: ({config, inputs}) => tf.transpose(inputs[0]!, [0, ...order(config)]),
  flow: config =>
    order(config).at(-1) === order(config).length
      ? {kind: 'pass'}
      : {kind: 'mix', because: 'moves channels to another axis'},
  plain: () => true
};

/** Keras counts axes from 1, the batch axis being 0. */
function order(config: Config): readonly number[] {
  const dims = config['dims'];
  const sorted = Array.isArray(dims) ? [...(dims as number[])].sort((a, b) => a - b) : [];
  if (sorted.length > 0 && sorted.every((axis, i) => axis === i + 1)) return dims as number[];
  throw new Error(`Expected \`dims\` to be an order of the axes from 1 on, got ${JSON.stringify(dims)}.`);
}
