import protobuf from 'protobufjs/light.js';
import type {OnnxAttribute, OnnxGraph, OnnxTensor} from './onnxGraph.ts';

/** The release of the operator set whose rules the graph follows (ONNX 1.12), and the file format that goes with it. */
export const OPSET = 17;
const IR_VERSION = 8;

type Fields = Readonly<Record<string, readonly [type: string, id: number, repeated?: 'repeated']>>;

/** The part of onnx.proto (ONNX 1.12) that such a model needs, by message. */
const MESSAGES: Readonly<Record<string, Fields>> = {
  ModelProto: {
    irVersion: ['int64', 1],
    producerName: ['string', 2],
    producerVersion: ['string', 3],
    graph: ['GraphProto', 7],
    opsetImport: ['OperatorSetIdProto', 8, 'repeated']
  },
  OperatorSetIdProto: {domain: ['string', 1], version: ['int64', 2]},
  GraphProto: {
    node: ['NodeProto', 1, 'repeated'],
    name: ['string', 2],
    initializer: ['TensorProto', 5, 'repeated'],
    input: ['ValueInfoProto', 11, 'repeated'],
    output: ['ValueInfoProto', 12, 'repeated']
  },
  NodeProto: {
    input: ['string', 1, 'repeated'],
    output: ['string', 2, 'repeated'],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['AttributeProto', 5, 'repeated']
  },
  AttributeProto: {
    name: ['string', 1],
    f: ['float', 2],
    i: ['int64', 3],
    s: ['bytes', 4],
    floats: ['float', 7, 'repeated'],
    ints: ['int64', 8, 'repeated'],
    strings: ['bytes', 9, 'repeated'],
    type: ['int32', 20]
  },
  TensorProto: {dims: ['int64', 1, 'repeated'], dataType: ['int32', 2], name: ['string', 8], rawData: ['bytes', 9]},
  ValueInfoProto: {name: ['string', 1], type: ['TypeProto', 2]},
  TypeProto: {tensorType: ['TensorTypeProto', 1]},
  TensorTypeProto: {elemType: ['int32', 1], shape: ['TensorShapeProto', 2]},
  TensorShapeProto: {dim: ['DimensionProto', 1, 'repeated']},
  DimensionProto: {dimValue: ['int64', 1], dimParam: ['string', 2]}
};

const ELEMENT_TYPES = {float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7} as const;
const ATTRIBUTE_TYPES = {f: 1, i: 2, s: 3, floats: 6, ints: 7, strings: 8} as const;

const MODEL = messageType();

function messageType(): protobuf.Type {
  const nested = Object.entries(MESSAGES).map(([message, fields]) => {
    const described = Object.entries(fields).map(([name, [type, id, rule]]) => {
      // onnx.proto is of proto2, in which lists of numbers are not packed unless it says so.
      return [name, {type, id, ...(rule && {rule}), options: {packed: false}}];
    });
    return [message, {fields: Object.fromEntries(described) as Record<string, protobuf.IField>}];
  });
  const root = protobuf.Root.fromJSON({nested: Object.fromEntries(nested) as Record<string, protobuf.IType>});
  return root.lookupType('ModelProto');
}

/** The bytes of an .onnx file. Equal graphs give equal bytes. */
export function encodeOnnx(graph: OnnxGraph, producerVersion: string): Uint8Array {
  const shown = (ends: OnnxGraph['inputs']) =>
    ends.map(({name, shape}) => {
      const sizes = shape.map(dimValue => ({dimValue}));
      const tensorType = {elemType: ELEMENT_TYPES.float32, shape: {dim: [{dimParam: 'batch'}, ...sizes]}};
      return {name, type: {tensorType}};
    });
  return MODEL.encode({
    irVersion: IR_VERSION,
    producerName: 'espalier',
    producerVersion,
    opsetImport: [{domain: '', version: OPSET}],
    graph: {
      name: graph.name,
      node: graph.nodes.map(({op, name, inputs, outputs, attributes}) => ({
        input: inputs,
        output: outputs,
        name,
        opType: op,
        attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value))
      })),
      initializer: [...graph.initializers].map(([name, tensor]) => tensorOf(name, tensor)),
      input: shown(graph.inputs),
      output: shown(graph.outputs)
    }
  }).finish();
}

/** The operators of an .onnx file, in order. */
export function decodeOps(bytes: Uint8Array): readonly string[] {
  const {graph} = MODEL.decode(bytes) as unknown as {graph: {node: readonly {opType: string}[]}};
  return graph.node.map(({opType}) => opType);
}

function attributeOf(name: string, value: OnnxAttribute) {
  const [[kind, content]] = Object.entries(value) as [[keyof typeof ATTRIBUTE_TYPES, unknown]];
  const bytes = (text: unknown) => Buffer.from(text as string, 'utf8');
  const coded =
    kind === 's' ? bytes(content) : kind === 'strings' ? (content as readonly string[]).map(bytes) : content;
  return {name, type: ATTRIBUTE_TYPES[kind], [kind]: coded};
}

function tensorOf(name: string, {type, shape, values}: OnnxTensor) {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {name, dims: shape, dataType: ELEMENT_TYPES[type], rawData};
}
