import {activationName, isSoftmax, numberOr, outputActivation} from '@espalier/core/layers';
import type {Value} from '../graphBuilder.ts';
import type {LayerExport, LayerExporter} from '../layerExport.ts';
import {floats} from '../onnxGraph.ts';
import {permuted} from '../permuted.ts';

type Emit = (call: LayerExport, x: string) => string;

/** The element-wise activations of Keras in operators of ONNX. */
const ACTIVATIONS: Readonly<Record<string, Emit>> = {
  relu: ({op}, x) => op('Relu', [x]),
  relu6: ({op, number}, x) => op('Clip', [x, number(0), number(6)]),
  elu: ({op}, x) => op('Elu', [x]),
  selu: ({op}, x) => op('Selu', [x]),
  sigmoid: ({op}, x) => op('Sigmoid', [x]),
  tanh: ({op}, x) => op('Tanh', [x]),
  softplus: ({op}, x) => op('Softplus', [x]),
  softsign: ({op}, x) => op('Softsign', [x]),
  swish: ({op}, x) => op('Mul', [x, op('Sigmoid', [x])]),
  mish: ({op}, x) => op('Mul', [x, op('Tanh', [op('Softplus', [x])])]),
  gelu: ({op, number}, x) => {
    const erf = op('Erf', [op('Mul', [x, number(Math.SQRT1_2)])]);
    return op('Mul', [op('Mul', [x, number(0.5)]), op('Add', [erf, number(1)])]);
  },
  hard_sigmoid: ({op}, x) => op('HardSigmoid', [x], {alpha: {f: 0.2}, beta: {f: 0.5}})
};

/** A value behind the activation that a layer's configuration names. */
export function activated(call: LayerExport, value: Value): Value {
  const name = outputActivation(call.config);
  if (name === 'linear') return value;
  if (!isSoftmax(call.config)) return {...value, name: ACTIVATIONS[activationName(call.config)]!(call, value.name)};
  const axis = {axis: {i: value.layout === 'first' && value.shape.length > 1 ? 1 : -1}};
  return {...value, name: call.op(name === 'softmax' ? 'Softmax' : 'LogSoftmax', [value.name], axis)};
}

/** An element-wise layer: the channels stay where they are. */
const elementWise =
  (emit: Emit): LayerExporter =>
  call => {
    const [value] = call.inputs;
    return {...value!, name: emit(call, value!.name)};
  };

const leakyRelu = elementWise(({op, config}, x) => op('LeakyRelu', [x], {alpha: {f: numberOr(config, 'alpha', 0.3)}}));

const thresholdedRelu = elementWise(({op, config}, x) =>
  op('ThresholdedRelu', [x], {alpha: {f: numberOr(config, 'theta', 1)}})
);

const relu = elementWise(({op, number, config}, x) => {
  const bound = config['max_value'] ?? null;
  return bound === null ? op('Relu', [x]) : op('Clip', [x, number(0), number(numberOr(config, 'max_value', 6))]);
});

const prelu: LayerExporter = ({inputs, op, constant, weight}) => {
  const [value] = inputs as [Value];
  const rank = value.shape.length;
  const last = Array.from({length: rank}, (_, axis) => axis);
  const order = value.layout === 'first' ? [rank - 1, ...last.slice(0, -1)] : last;
  const slopes = constant(`alpha/${value.layout}`, () => permuted(weight('alpha'), order));
  return {...value, name: op('PRelu', [value.name, slopes])};
};

/** x · scale + offset, each a number or one a channel. */
const rescaling: LayerExporter = ({config, inputs, op, constant}) => {
  const [value] = inputs as [Value];
  const behind = value.layout === 'first' ? value.shape.slice(1).map(() => 1) : [];
  const factor = (key: string, fallback: number) =>
    constant(`${key}/${value.layout}`, () => {
      const given = (config[key] ?? fallback) as number | readonly number[];
      return typeof given === 'number' ? floats([], [given]) : floats([given.length, ...behind], given);
    });
  const scaled = op('Mul', [value.name, factor('scale', 1)]);
  return {...value, name: op('Add', [scaled, factor('offset', 0)])};
};

export const activationLayers: Readonly<Record<string, LayerExporter>> = {
  Activation: call => activated(call, call.inputs[0]!),
  ELU: elementWise(({op}, x) => op('Elu', [x])),
  LeakyReLU: leakyRelu,
  PReLU: prelu,
  ReLU: relu,
  Rescaling: rescaling,
  ThresholdedReLU: thresholdedRelu
};
