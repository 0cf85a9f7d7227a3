import type {tf} from '@espalier/backend';
import type {Layer, Network, Shape} from '@espalier/core';
import type {Config} from '@espalier/core/layers';
import {type Attributes, type GraphBuilder, integerConstant, type Value} from './graphBuilder.ts';
import {floats, type OnnxTensor} from './onnxGraph.ts';

/** One call of a layer that is to become operators, and what it takes for that. */
export interface LayerExport {
  readonly config: Config;
  readonly inputs: readonly Value[];
  /** Shape of the output of one example, channels last. */
  readonly shape: Shape;
  readonly graph: GraphBuilder;
  /** Values of a weight. */
  readonly weight: (name: string) => FloatTensor;
  /** Adds an operator; returns the name of what it makes. */
  readonly op: (op: string, inputs: readonly string[], attributes?: Attributes, output?: number) => string;
  /** A constant of this layer, made once however often the layer is called. */
  readonly constant: (name: string, make: () => OnnxTensor) => string;
  /** A lone number as a constant. */
  readonly number: (value: number) => string;
  readonly integers: (values: readonly number[]) => string;
}

/** Adds the operators of a layer and returns its output, channels first or last. Throws where ONNX cannot say it. */
export type LayerExporter = (call: LayerExport) => Value;

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface LayerExportOptions {
  readonly network: Network;
  readonly layer: Layer;
  /** Of the node: names of values in between begin with it. */
  readonly id: string;
  readonly inputs: readonly Value[];
  readonly shape: Shape;
  readonly graph: GraphBuilder;
}

export function layerExport({network, layer, id, inputs, shape, graph}: LayerExportOptions): LayerExport {
  return {
    config: layer.config,
    inputs,
    shape,
    graph,
    weight: name => {
      const tensor: tf.Tensor = network.weights.get(`${layer.name}/${name}`)!;
      return {shape: tensor.shape, values: tensor.dataSync<'float32'>()};
    },
    op: (op, read, attributes, output) => graph.add(op, read, {name: `${id}/${op}`, attributes, output}),
    constant: (name, make) => graph.constant(`${layer.name}/${name}`, make),
    number: value => graph.constant(`number/${value}`, () => floats([], [value])),
    integers: values => integerConstant(graph, values)
  };
}
