import type {tf} from '@espalier/backend';

/** A tensor's shape without the batch axis; channels are last. */
export type Shape = readonly number[];

/** A layer as a TensorFlow.js layers model stores it: Keras class name and snake_case configuration. */
export interface Layer {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One call of a layer. A layer that is called once has a node of its own name. */
export interface NetworkNode {
  readonly id: string;
  readonly layer: string;
  /** Ids of the nodes whose outputs it reads, in order. */
  readonly inputs: readonly string[];
}

/**
 * A network as plain data: layers, the calls that connect them, and weights.
 *
 * `outputs` are logits: a final softmax is taken off when a model is read and put back when it is written (`softmax`).
 * Weights are owned by the network, keyed `layer/weight` as TensorFlow.js names them (`conv1/kernel`); pruning and
 * fine-tuning replace entries and dispose what they replace. Free everything with `disposeNetwork`.
 */
export interface Network {
  readonly name: string;
  layers: Map<string, Layer>;
  /** In topological order. */
  nodes: NetworkNode[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly weights: Map<string, tf.Tensor>;
  /** For each output, the final softmax that was taken off: fused into the layer's activation, of its own, or none. */
  readonly softmax: readonly Softmax[];
}

export type Softmax =
  | {readonly kind: 'none'}
  | {readonly kind: 'fused'}
  | {readonly kind: 'layer'; readonly layer: Layer}
  /** Still a node of the network, since others read it too. */
  | {readonly kind: 'kept'; readonly node: string};

/** The parts of a layers model on disk: the parsed JSON of `modelTopology`, and the weights by name. */
export interface ModelParts {
  readonly topology: unknown;
  readonly weights: ReadonlyMap<string, WeightData>;
}

export interface WeightData {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
