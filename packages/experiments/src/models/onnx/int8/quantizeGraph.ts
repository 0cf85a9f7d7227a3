import {floats, type OnnxGraph, type OnnxNode, type OnnxTensor} from '../onnxGraph.ts';
import type {Range} from './calibrate.ts';
import {quantizeBias, quantizeKernel} from './quantizedTensors.ts';
import {hasKernel, KERNEL_AXES, quantizedValues} from './quantizedValues.ts';

/**
 * A graph with convolutions and dense layers in 8 bits: values pass through QuantizeLinear and DequantizeLinear in front of
 * each of them (QDQ), which ONNX Runtime turns into operators on whole numbers. Values are uint8 with one scale and zero
 * point a tensor, by their range; kernels are int8 with one scale a channel, around 0; biases are int32. The rest stays
 * float32.
 *
 * `ranges` are by node of the network that the graph was made of.
 */
export function quantizeGraph(graph: OnnxGraph, ranges: ReadonlyMap<string, Range>): OnnxGraph {
  const affines = quantizedValues(graph, ranges);
  const draft = createDraft(graph);
  const rounded = new Map<string, string>();

  const scaleOf = (name: string) => {
    const {scale, zeroPoint} = affines.get(name)!;
    return [
      draft.constant(`${name}/scale`, () => floats([], [scale])),
      draft.constant(`${name}/zero_point`, () => ({type: 'uint8', shape: [], values: Uint8Array.of(zeroPoint)}))
    ];
  };

  function quantize(name: string): void {
    if (!affines.has(name)) return;
    const numbers = draft.add('QuantizeLinear', [name, ...scaleOf(name)], `${name}/quantized`);
    rounded.set(name, draft.add('DequantizeLinear', [numbers, ...scaleOf(name)], `${name}/dequantized`));
  }

  const read = (name: string) => rounded.get(name) ?? name;

  /** Kernel and bias of an operator whose input is rounded. */
  function kernelInputs({op, inputs, name}: OnnxNode): string[] {
    const [x, kernel, bias] = inputs as [string, string, string?];
    const axis = KERNEL_AXES[op]!;
    const {values, scales} = quantizeKernel(graph.initializers.get(kernel)!, axis);
    const zeros = new Int8Array(scales.length);
    const parts = [
      draft.constant(`${kernel}/int8`, () => values),
      draft.constant(`${kernel}/scale`, () => floats([scales.length], scales)),
      draft.constant(`${kernel}/zero_point`, () => ({type: 'int8', shape: [zeros.length], values: zeros}))
    ];
    const wide = draft.add('DequantizeLinear', parts, `${kernel}/dequantized`, axis);
    if (bias === undefined) return [wide];
    // A kernel may serve several inputs, and each has sums of its own unit.
    const unit = scales.map(scale => scale * affines.get(x)!.scale);
    const whole = [
      draft.constant(`${name}/bias/int32`, () => quantizeBias(graph.initializers.get(bias)!, unit)),
      draft.constant(`${name}/bias/scale`, () => floats([unit.length], unit))
    ];
    return [wide, draft.add('DequantizeLinear', whole, `${name}/bias/dequantized`, 0)];
  }

  graph.inputs.forEach(({name}) => quantize(name));
  for (const node of graph.nodes) {
    const [first, ...more] = node.inputs as [string, ...string[]];
    const inputs = hasKernel(node, graph) && affines.has(first) ? kernelInputs(node) : more.map(read);
    draft.nodes.push({...node, inputs: [read(first), ...inputs]});
    quantize(node.outputs.at(-1)!);
  }
  const used = new Set(draft.nodes.flatMap(node => node.inputs));
  const initializers = new Map([...draft.initializers].filter(([name]) => used.has(name)));
  return {...graph, nodes: draft.nodes, initializers};
}

/** A graph that grows, in which nothing gets a name that the given one has. */
function createDraft(graph: OnnxGraph) {
  const nodes: OnnxNode[] = [];
  const initializers = new Map(graph.initializers);
  const constants = new Map<string, string>();
  const ends = graph.inputs.map(({name}) => name);
  const used = new Set([...initializers.keys(), ...ends, ...graph.nodes.flatMap(({outputs}) => outputs)]);

  function unused(wanted: string): string {
    let name = wanted;
    for (let i = 2; used.has(name); i++) name = `${wanted}_${i}`;
    used.add(name);
    return name;
  }

  return {
    nodes,
    initializers,
    /** Adds an operator; returns the name of what it makes. */
    add: (op: string, inputs: readonly string[], wanted: string, axis?: number): string => {
      const name = unused(wanted);
      nodes.push({op, name, inputs, outputs: [name], attributes: axis === undefined ? {} : {axis: {i: axis}}});
      return name;
    },
    /** Adds a constant, once for each key; returns its name. */
    constant: (key: string, make: () => OnnxTensor): string => {
      const name = constants.get(key) ?? unused(key);
      if (!constants.has(key)) initializers.set(name, make());
      constants.set(key, name);
      return name;
    }
  };
}
