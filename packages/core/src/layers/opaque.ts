import {tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';
import type {Config, LayerCall, LayerType, WeightSpec} from './layerType.ts';

/** TensorFlow.js' own layer, as far as it is used here. */
interface StockLayer {
  readonly weights: readonly StockWeight[];
  readonly trainableWeights: readonly StockWeight[];
  build(shape: unknown): void;
  computeOutputShape(shape: unknown): unknown;
  call(inputs: tf.Tensor | readonly tf.Tensor[], options: {training: boolean}): tf.Tensor | tf.Tensor[];
}

interface StockWeight {
  readonly originalName: string;
  readonly shape: readonly number[];
  read(): tf.Tensor;
}

/**
 * A layer class that pruning cannot see through: TensorFlow.js' own layer computes it, and every channel that it touches
 * is frozen.
 */
export function opaque(type: string): LayerType {
  return {
    type,
    outputShape: (config, inputs) => {
      const shape = stockLayer(type, config).computeOutputShape(withBatch(inputs)) as (number | null)[];
      if (Array.isArray(shape[0])) throw new Error('Expected a layer with one output, got several.');
      return shape.slice(1).map(size => size ?? NaN);
    },
    weights: (config, inputs) => {
      const layer = stockLayer(type, config);
      layer.build(withBatch(inputs));
      const specs = layer.weights.map((weight): WeightSpec => ({
        name: nameOf(weight),
        shape: weight.shape,
        axes: weight.shape.map(() => null),
        initial: weight.shape.length > 1 ? 'glorot' : 'zeros',
        trainable: layer.trainableWeights.includes(weight)
      }));
      tf.dispose(layer.weights.map(weight => weight.read()));
      return specs;
    },
    run: call => runStock(type, call),
    flow: {kind: 'mix', because: 'is no layer that pruning can see through'}
  };
}

function runStock(type: string, {config, inputs, weight, training}: LayerCall): tf.Tensor {
  const layer = stockLayer(type, config);
  const shapes = inputs.map(({shape}) => shape);
  layer.build(shapes.length === 1 ? shapes[0] : shapes);
  // Its weights are the network's own tensors, so that gradients find them; those that it made are not needed.
  for (const own of layer.weights) {
    own.read().dispose();
    own.read = () => weight(nameOf(own));
  }
  const output = [layer.call(inputs.length === 1 ? inputs[0]! : inputs, {training})].flat()[0]!;
  return inputs.includes(output) ? output.clone() : output;
}

function stockLayer(type: string, config: Config): StockLayer {
  const {classNameMap} = tf.serialization.SerializationMap.getMap();
  const entry = classNameMap[type];
  if (!entry) throw new Error(`Expected TensorFlow.js to have a layer class "${type}", got none.`);
  const [cls, fromConfig] = entry;
  return fromConfig(cls, camelCased(config) as tf.serialization.ConfigDict) as unknown as StockLayer;
}

function withBatch(inputs: readonly Shape[]): unknown {
  const shapes = inputs.map(shape => [null, ...shape]);
  return shapes.length === 1 ? shapes[0] : shapes;
}

function nameOf({originalName}: StockWeight): string {
  return originalName.split('/').at(-1)!;
}

/** Keras' spelling to TensorFlow.js': keys, and values that are words, but for names. */
function camelCased(value: unknown): unknown {
  const camel = (text: string) => text.replace(/_+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  if (typeof value === 'string') return camel(value);
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [camel(key), key === 'name' ? (one as unknown) : camelCased(one)])
  );
}
