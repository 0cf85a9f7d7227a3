import {count, pair} from '@espalier/core/layers';
import type {LayerExport, LayerExporter} from '../layerExport.ts';

/** The layer's input with channels last, in another shape: 0 stands for the batch's size. */
const reshaped: LayerExporter = ({inputs, shape, graph, op, integers}) => {
  const x = graph.channelsLast(inputs[0]!);
  return {name: op('Reshape', [x.name, integers([0, ...shape])]), shape, layout: 'last'};
};

const permute: LayerExporter = ({config, inputs, shape, graph, op}) => {
  const x = graph.channelsLast(inputs[0]!);
  const perm = [0, ...(config['dims'] as readonly number[])];
  return {name: op('Transpose', [x.name], {perm: {ints: perm}}), shape, layout: 'last'};
};

const repeatVector: LayerExporter = ({config, inputs, shape, graph, op, integers}) => {
  const x = graph.channelsLast(inputs[0]!);
  const row = op('Unsqueeze', [x.name, integers([1])]);
  return {name: op('Tile', [row, integers([1, count(config, 'n'), 1])]), shape, layout: 'last'};
};

/** Rows of a table by number; numbers come as float32 and are cut off to whole ones. */
const embedding: LayerExporter = ({inputs, shape, graph, weight, constant, op}) => {
  const x = graph.channelsLast(inputs[0]!);
  const table = constant('embeddings', () => ({type: 'float32', ...weight('embeddings')}));
  const rows = op('Cast', [x.name], {to: {i: 7}});
  return {name: op('Gather', [table, rows]), shape, layout: 'last'};
};

type Sides = readonly [readonly [number, number], readonly [number, number]];

/** Rows and columns at the borders: one number, [rows, columns], or [[top, bottom], [left, right]]. */
function sides({config}: LayerExport, key: string): Sides {
  const value = config[key] ?? 1;
  if (Array.isArray(value) && value.every(Array.isArray)) return value as unknown as Sides;
  const [rows, columns] = pair(config, key, 1);
  return [
    [rows, rows],
    [columns, columns]
  ];
}

const zeroPadding: LayerExporter = call => {
  const x = call.graph.channelsFirst(call.inputs[0]!);
  const [[top, bottom], [left, right]] = sides(call, 'padding');
  const pads = call.integers([0, 0, top, left, 0, 0, bottom, right]);
  return {name: call.op('Pad', [x.name, pads, call.number(0)]), shape: call.shape, layout: 'first'};
};

const cropping: LayerExporter = call => {
  const x = call.graph.channelsFirst(call.inputs[0]!);
  const [[top], [left]] = sides(call, 'cropping');
  const [height, width] = call.shape as [number, number];
  const [from, to] = [call.integers([top, left]), call.integers([top + height, left + width])];
  const name = call.op('Slice', [x.name, from, to, call.integers([2, 3])]);
  return {name, shape: call.shape, layout: 'first'};
};

const upSampling: LayerExporter = ({config, inputs, shape, graph, op, constant}) => {
  const x = graph.channelsFirst(inputs[0]!);
  const factors = () => Float32Array.from([1, 1, ...pair(config, 'size', 2)]);
  const scales = constant('scales', () => ({type: 'float32', shape: [4], values: factors()}));
  const name = op('Resize', [x.name, '', scales], {
    mode: {s: config['interpolation'] === 'bilinear' ? 'linear' : 'nearest'},
    coordinate_transformation_mode: {s: 'asymmetric'},
    nearest_mode: {s: 'floor'}
  });
  return {name, shape, layout: 'first'};
};

/** What does nothing outside training. */
const nothing: LayerExporter = ({inputs}) => inputs[0]!;

export const shapeLayers: Readonly<Record<string, LayerExporter>> = {
  AlphaDropout: nothing,
  Cropping2D: cropping,
  Dropout: nothing,
  Embedding: embedding,
  Flatten: reshaped,
  GaussianDropout: nothing,
  GaussianNoise: nothing,
  Permute: permute,
  RepeatVector: repeatVector,
  Reshape: reshaped,
  SpatialDropout1D: nothing,
  UpSampling2D: upSampling,
  ZeroPadding2D: zeroPadding
};
