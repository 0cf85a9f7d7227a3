import {padding, tuple} from '@espalier/core/layers';
import type {LayerExporter} from '../layerExport.ts';
import {placement} from './placement.ts';

function pooling(op: 'MaxPool' | 'AveragePool', rank: number): LayerExporter {
  return ({config, inputs, shape, graph, op: add}) => {
    const x = graph.channelsFirst(inputs[0]!);
    const size = tuple(config, 'pool_size', rank, 2);
    const strides = config['strides'] == null ? size : tuple(config, 'strides', rank, 1);
    const name = add(op, [x.name], placement(x.shape, {size, strides, padding: padding(config)}));
    return {name, shape, layout: 'first'};
  };
}

function globalPooling(op: 'GlobalAveragePool' | 'GlobalMaxPool'): LayerExporter {
  return ({inputs, shape, graph, op: add}) => {
    const x = graph.channelsFirst(inputs[0]!);
    return {name: add('Flatten', [add(op, [x.name])]), shape, layout: 'last'};
  };
}

export const poolingLayers: Readonly<Record<string, LayerExporter>> = {
  AveragePooling1D: pooling('AveragePool', 1),
  AveragePooling2D: pooling('AveragePool', 2),
  AveragePooling3D: pooling('AveragePool', 3),
  GlobalAveragePooling1D: globalPooling('GlobalAveragePool'),
  GlobalAveragePooling2D: globalPooling('GlobalAveragePool'),
  GlobalMaxPooling1D: globalPooling('GlobalMaxPool'),
  GlobalMaxPooling2D: globalPooling('GlobalMaxPool'),
  MaxPooling1D: pooling('MaxPool', 1),
  MaxPooling2D: pooling('MaxPool', 2),
  MaxPooling3D: pooling('MaxPool', 3)
};
