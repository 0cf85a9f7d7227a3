import {innerLayer, layerType} from '@espalier/core/layers';
import type {Value} from '../graphBuilder.ts';
import type {LayerExporter} from '../layerExport.ts';
import {activationLayers} from './activations.ts';
import {kernelLayers} from './convolutions.ts';
import {mergingLayers} from './merging.ts';
import {normalizationLayers} from './normalization.ts';
import {poolingLayers} from './pooling.ts';
import {recurrentLayers} from './recurrent.ts';
import {shapeLayers} from './shapes.ts';

/** A layer applied to every step: steps join the batch for it. */
const timeDistributed: LayerExporter = call => {
  const {config, shape, op, integers, graph} = call;
  const inner = innerLayer(config);
  const x = graph.channelsLast(call.inputs[0]!);
  const one = x.shape.slice(1);
  const all: Value = {name: op('Reshape', [x.name, integers([-1, ...one])]), shape: one, layout: 'last'};
  const inside = {...call, config: inner.config, inputs: [all]};
  const made = layerExporter(inner.type)({...inside, shape: layerType(inner.type).outputShape(inner.config, [one])});
  const last = graph.channelsLast(made);
  return {name: op('Reshape', [last.name, integers([-1, ...shape])]), shape, layout: 'last'};
};

/** By Keras class name. Adding a class means writing one such function and listing it in its family's file. */
const EXPORTERS: ReadonlyMap<string, LayerExporter> = new Map(
  Object.entries({
    ...activationLayers,
    ...kernelLayers,
    ...mergingLayers,
    ...normalizationLayers,
    ...poolingLayers,
    ...recurrentLayers,
    ...shapeLayers,
    TimeDistributed: timeDistributed
  })
);

export function exportedTypes(): readonly string[] {
  return [...EXPORTERS.keys()];
}

/** Throws where a class has no counterpart here. */
export function layerExporter(type: string): LayerExporter {
  const found = EXPORTERS.get(type);
  if (!found) throw new Error('Expected a layer that the export to ONNX knows, got one of another class.');
  return found;
}
