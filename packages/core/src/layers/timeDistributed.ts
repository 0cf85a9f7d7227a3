import {tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';
import {flowOf, layerType} from './index.ts';
import {innerLayer, withInnerConfig} from './innerLayer.ts';
import type {Config, Flow, LayerType, LinearPart} from './layerType.ts';

const typeInside = (config: Config) => layerType(innerLayer(config).type);
const shapesInside = (shapes: readonly Shape[]): Shape[] => shapes.map(shape => shape.slice(1));

/** A layer applied to every step of [steps, …]: its channels flow as those of the layer inside. */
export const timeDistributed: LayerType = {
  type: 'TimeDistributed',
  outputShape: (config, inputs) => {
    const [input] = inputs;
    if (inputs.length !== 1 || input!.length < 2) {
      throw new Error(`Expected one input of [steps, …], got ${JSON.stringify(inputs)}.`);
    }
    const inner = innerLayer(config);
    return [input![0]!, ...typeInside(config).outputShape(inner.config, shapesInside(inputs))];
  },
  weights: (config, inputs) => typeInside(config).weights?.(innerLayer(config).config, shapesInside(inputs)) ?? [],
  run: call => {
    const [x] = call.inputs;
    const [batch, steps, ...shape] = x!.shape;
    const all = tf.reshape(x!, [batch * steps!, ...shape]);
    const inside = layerTypeRead(call.config, call.read, [batch, steps!]);
    const y = typeInside(call.config).run({...call, ...inside, inputs: [all]});
    return tf.reshape(y, [batch, steps!, ...y.shape.slice(1)]);
  },
  linear: config => linearInside(config),
  flow: config => flowInside(config),
  reads: (config, inputs) => typeInside(config).reads?.(innerLayer(config).config, shapesInside(inputs)) ?? [],
  role: config => typeInside(config).role?.(innerLayer(config).config),
  plain: config => typeInside(config).plain?.(innerLayer(config).config) ?? false,
  flops: (config, input, output) => {
    const once = typeInside(config).flops?.(innerLayer(config).config, input.slice(1), output.slice(1)) ?? 0;
    return input[0]! * once;
  },
  withUnits: (config, units) => {
    const {withUnits} = typeInside(config);
    return withUnits ? withInnerConfig(config, withUnits(innerLayer(config).config, units)) : config;
  }
};

/** Tensors that are read inside come [batch · steps, …]; who watches them counts examples. */
function layerTypeRead(
  config: Config,
  read: (name: string, tensor: tf.Tensor) => tf.Tensor,
  [batch, steps]: readonly [number, number]
) {
  return {
    config: innerLayer(config).config,
    pool: undefined,
    read: (name: string, tensor: tf.Tensor): tf.Tensor => {
      const byExample = tf.reshape(tensor, [batch, steps, ...tensor.shape.slice(1)]);
      return tf.reshape(read(name, byExample), tensor.shape);
    }
  };
}

function flowInside(config: Config): Flow {
  const inner = innerLayer(config);
  const flow = flowOf(inner);
  if (flow.kind === 'source' || flow.kind === 'concatenate' || flow.kind === 'merge') return {kind: 'mix'};
  if (flow.kind !== 'pass' || !flow.map) return flow;
  const {map} = flow;
  return {...flow, map: input => map(input.slice(1), inner.config)};
}

/** The part inside, on [batch, steps, …] in place of [batch · steps, …]. */
function linearInside(config: Config): LinearPart | undefined {
  const {config: inner} = innerLayer(config);
  const part = typeInside(config).linear?.(inner);
  if (!part) return undefined;
  const bySteps = (y: tf.Tensor, [batch, steps]: readonly number[]) =>
    tf.reshape(y, [batch!, steps!, ...y.shape.slice(1)]);
  const asBatch = (x: tf.Tensor) => tf.reshape(x, [-1, ...x.shape.slice(2)]);
  return {
    kernel: part.kernel,
    inAxis: part.inAxis,
    inner: part.inner && {
      name: part.inner.name,
      make: call =>
        bySteps(part.inner!.make({...call, config: inner, inputs: call.inputs.map(asBatch)}), call.inputs[0]!.shape)
    },
    map: (x, kernel) => bySteps(part.map(asBatch(x), kernel, inner), x.shape),
    maps: part.maps,
    finish: (map, {weight}) => bySteps(part.finish(asBatch(map), {config: inner, weight}), map.shape)
  };
}
