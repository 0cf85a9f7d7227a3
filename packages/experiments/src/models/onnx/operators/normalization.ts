import {axesOf, flag, numberOr} from '@espalier/core/layers';
import type {LayerExport, LayerExporter} from '../layerExport.ts';
import {floats} from '../onnxGraph.ts';

/** γ and β of a normalization, 1 and 0 where it has none. */
function scaleAndOffset({config, weight}: LayerExport, channels: number) {
  const filled = (value: number) => new Float32Array(channels).fill(value);
  return {
    gamma: flag(config, 'scale', true) ? weight('gamma').values : filled(1),
    beta: flag(config, 'center', true) ? weight('beta').values : filled(0)
  };
}

/** By the moving statistics. ONNX wants channels in the second axis, where those of [batch, channels] are too. */
const batchNormalization: LayerExporter = call => {
  const {config, inputs, graph, weight, constant, op} = call;
  const x = graph.channelsFirst(inputs[0]!);
  const channels = x.shape.at(-1)!;
  const vector = (name: string, values: () => Float32Array) => constant(name, () => floats([channels], values()));
  const parts = [
    vector('gamma', () => scaleAndOffset(call, channels).gamma),
    vector('beta', () => scaleAndOffset(call, channels).beta),
    vector('moving_mean', () => weight('moving_mean').values),
    vector('moving_variance', () => weight('moving_variance').values)
  ];
  const epsilon = {epsilon: {f: numberOr(config, 'epsilon', 1e-3)}};
  return {...x, name: op('BatchNormalization', [x.name, ...parts], epsilon)};
};

/** In parts, since ONNX' own knows the last axes only. */
const layerNormalization: LayerExporter = ({config, inputs, graph, weight, constant, op, number}) => {
  const x = graph.channelsLast(inputs[0]!);
  const axes = axesOf(config, 'axis', -1, x.shape);
  const along = x.shape.map((size, axis) => (axes.includes(axis + 1) ? size : 1));
  const mean = (name: string) => op('ReduceMean', [name], {axes: {ints: axes}});
  const apart = op('Sub', [x.name, mean(x.name)]);
  const variance = mean(op('Mul', [apart, apart]));
  const deviation = op('Sqrt', [op('Add', [variance, number(numberOr(config, 'epsilon', 1e-3))])]);
  let name = op('Div', [apart, deviation]);
  const part = (key: string) => constant(key, () => floats(along, weight(key).values));
  if (flag(config, 'scale', true)) name = op('Mul', [name, part('gamma')]);
  if (flag(config, 'center', true)) name = op('Add', [name, part('beta')]);
  return {...x, name};
};

/** Over the channels, or over several axes at once. */
const softmax: LayerExporter = ({config, inputs, graph, op}) => {
  const x = graph.channelsLast(inputs[0]!);
  const axes = axesOf(config, 'axis', 1, x.shape);
  if (axes.length === 1) return {...x, name: op('Softmax', [x.name], {axis: {i: -1}})};
  const sum = op('ReduceLogSumExp', [x.name], {axes: {ints: axes}});
  return {...x, name: op('Exp', [op('Sub', [x.name, sum])])};
};

export const normalizationLayers: Readonly<Record<string, LayerExporter>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Softmax: softmax
};
