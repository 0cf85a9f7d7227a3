import {inferShapes, type Network} from '@espalier/core';
import {putSoftmaxBack} from '@espalier/core/layers';
import {ModelError} from '../ModelError.ts';
import {createGraphBuilder, firstName, type GraphBuilder, type Value} from './graphBuilder.ts';
import {layerExport} from './layerExport.ts';
import type {OnnxEnd, OnnxGraph} from './onnxGraph.ts';
import {layerExporter} from './operators/index.ts';

/**
 * A network as a float32 graph of ONNX that gives what its layers model gives, final softmax included. Inputs and
 * outputs have the shapes of the layers model, channels last, and its names; the batch's size is open.
 *
 * Values that layers make are named after their nodes, with `/channels_first` behind where ONNX has channels in front.
 * Throws a ModelError that names the layer which ONNX cannot say.
 */
export function toOnnx(network: Network): OnnxGraph {
  const {layers, nodes, outputs} = putSoftmaxBack(network);
  const shapes = inferShapes({layers, nodes});
  const graph = createGraphBuilder(network.inputs);
  const values = new Map<string, Value>();
  for (const node of nodes) {
    const [layer, shape] = [layers.get(node.layer)!, shapes.get(node.id)!];
    if (layer.type === 'InputLayer') {
      values.set(node.id, {name: node.id, shape, layout: 'last'});
      continue;
    }
    const inputs = node.inputs.map(id => values.get(id)!);
    try {
      const made = layerExporter(layer.type)(layerExport({network, layer, id: node.id, inputs, shape, graph}));
      const passedOn = inputs.some(({name}) => name === made.name);
      const name = made.layout === 'first' ? firstName(node.id) : node.id;
      values.set(node.id, passedOn ? made : graph.nameLast(made, name));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ModelError(`Layer "${layer.name}" (${layer.type}) cannot be exported to ONNX. ${reason}`, {cause});
    }
  }
  const inputs = network.inputs.map((id): OnnxEnd => ({name: id, shape: shapes.get(id)!}));
  const ends = outputs.map((id, i) => endOf(graph, values.get(id)!, outputs.indexOf(id) === i ? id : `${id}_${i}`));
  return {name: network.name, nodes: graph.nodes, initializers: graph.initializers, inputs, outputs: ends};
}

/** An output of the graph: a value of its own, with channels last. */
function endOf(graph: GraphBuilder, value: Value, id: string): OnnxEnd {
  const last = graph.channelsLast(value);
  const {shape} = last;
  return {name: last.name === id ? id : graph.add('Identity', [last.name], {name: id}), shape};
}
