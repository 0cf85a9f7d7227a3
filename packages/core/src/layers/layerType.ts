import type {BatchNormTail, tf} from '@espalier/backend';
import type {Shape} from '../graph/network.ts';

export type Config = Readonly<Record<string, unknown>>;

/** Several positions of an axis belong to one channel: the gates of a recurrent kernel, the rows of a multiplier. */
export interface SpreadAxis {
  readonly of: 'in' | 'out';
  /** Channel of a position along the axis. */
  readonly channel: (position: number) => number;
}

/** What an axis of a weight runs over: the channels that the layer reads, those that it makes, or neither. */
export type WeightAxis = 'in' | 'out' | null | SpreadAxis;

export interface WeightSpec {
  /** Name within the layer as TensorFlow.js has it: `kernel`, `moving_mean`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly axes: readonly WeightAxis[];
  /**
   * How a new network fills it. `he`: normal with variance 2 / fan-in (He et al. 2015); `glorot`: normal with variance
   * 2 / (fan-in + fan-out) (Glorot and Bengio 2010); `orthogonal`: square blocks side by side, each with orthonormal
   * columns (Saxe et al. 2014); `forget`: zeros, but ones in the second quarter, an LSTM's forget gate.
   */
  readonly initial: 'he' | 'glorot' | 'orthogonal' | 'zeros' | 'ones' | 'forget';
  readonly trainable: boolean;
}

/** One evaluation of a layer. Runs inside a tidy scope; must return a tensor of its own, never an input. */
export interface LayerCall {
  readonly config: Config;
  readonly inputs: readonly tf.Tensor[];
  readonly weight: (name: string) => tf.Tensor;
  readonly training: boolean;
  /** Seed of this layer in this pass, for dropout. */
  readonly seed: number;
  /** Pooling to apply to what the kernel makes, in front of bias and activation (see `poolsFirst`). */
  readonly pool?: FirstPooling;
  /** What a batch normalisation in training does besides, instead of the nodes behind it. */
  readonly tail?: BatchNormTail;
  /** Every tensor that a kernel inside the layer reads goes through here, under the name that `reads` lists. */
  readonly read: (name: string, tensor: tf.Tensor) => tf.Tensor;
  /** Whether `read` hands every tensor back as it is, so that nobody misses those that are never made. */
  readonly unobserved?: boolean;
  /** Hands over the new value of a weight that follows the data (moving statistics). */
  readonly update: (name: string, value: tf.Tensor) => void;
}

/** Max-pooling that comes before bias and activation. */
export interface FirstPooling {
  readonly apply: (map: tf.Tensor) => tf.Tensor;
  /** Whether windows are 2 × 2, side by side, without padding: bias and ReLU can then be had in the same pass. */
  readonly byTwo: boolean;
}

/** A tensor inside a layer that one of its kernels reads: position i of its last axis carries channel `channels[i]`. */
export interface InnerRead {
  readonly name: string;
  readonly of: 'in' | 'out';
  readonly channels: readonly number[];
}

/** Kinds of units: what a kernel makes. */
export type UnitKind = 'convolution' | 'dense' | 'recurrent';

/**
 * How channels pass through a layer.
 *
 * `source`: starts channels that are not units. `produce`: a kernel reads all input channels and makes new ones, which
 * are units. `pass`: output channel i is input channel `map(i)`, i itself by default, or several that are tied
 * together; with `kernel` it has a kernel of its own for each channel, so that the layer is a member of their group.
 * `merge`: channel i of all inputs meet. `concatenate`: the inputs' channels,
 * one input after the other, or, where their number stays the same, the same channels at more positions. `mix`: channels
 * influence each other, so that leaving one out is not the same as a zero; they are frozen, and `because` says why.
 */
export type Flow =
  | {readonly kind: 'source'}
  | {
      readonly kind: 'produce';
      readonly units: UnitKind;
      /** Output channels this far apart are one unit; as many units as channels where not given. */
      readonly period?: number;
      /** Why its channels can never be units, where they cannot. */
      readonly kept?: string;
    }
  | {
      readonly kind: 'pass';
      readonly map?: (input: Shape, config: Config) => (channel: number) => number | readonly number[];
      readonly kernel?: boolean;
    }
  | {readonly kind: 'merge'}
  | {readonly kind: 'concatenate'}
  | {readonly kind: 'mix'; readonly because?: string};

/**
 * A layer that ends in one kernel and what comes behind it: `run` is `finish` of `map` of what the kernel reads. So the
 * contribution of some input channels can be had by itself, from their slice of the kernel.
 */
export interface LinearPart {
  /** Name of the kernel among the layer's weights. */
  readonly kernel: string;
  /** Axis of the kernel that runs over the last axis of what it reads, counted from the end: -2 for [...window, in, out]. */
  readonly inAxis: -1 | -2;
  /** What the kernel reads: the layer's input unless given, else the tensor inside that `reads` lists under this name. */
  readonly inner?: {readonly name: string; readonly make: (call: LayerCall) => tf.Tensor};
  /** What the kernel makes of `x`, without bias and activation; linear in both, with any number of input channels. */
  readonly map: (x: tf.Tensor, kernel: tf.Tensor, config: Config) => tf.Tensor;
  /** The same for several kernels at once, where that is faster: [n, batch, …] and [n, …kernel] → [n, batch, …]. */
  readonly maps?: (x: tf.Tensor, kernels: tf.Tensor) => tf.Tensor;
  /** Pooling where `pool` says so, bias and activation. */
  readonly finish: (map: tf.Tensor, call: Pick<LayerCall, 'config' | 'weight' | 'pool'>) => tf.Tensor;
}

/** Everything that the engine knows of a layer class. Adding a class means writing one such value and listing it. */
export interface LayerType {
  /** Keras class name. */
  readonly type: string;
  readonly outputShape: (config: Config, inputs: readonly Shape[]) => Shape;
  readonly weights?: (config: Config, inputs: readonly Shape[]) => readonly WeightSpec[];
  readonly run: (call: LayerCall) => tf.Tensor;
  /** Where it ends in one kernel, that kernel by itself; `run` is made of it (`runLinear`). */
  readonly linear?: (config: Config) => LinearPart | undefined;
  readonly flow: Flow | ((config: Config) => Flow);
  /**
   * What kernels inside a producing layer read, where that is not its inputs as they are. An entry `of: 'in'` says that
   * the input is read through that tensor only; one `of: 'out'` (a recurrent state) comes on top.
   */
  readonly reads?: (config: Config, inputs: readonly Shape[]) => readonly InnerRead[];
  /** The feature map of a unit lies behind these: batch normalisation and the first non-linearity. */
  readonly role?: (config: Config) => 'normalization' | 'activation' | undefined;
  /** Zero stays zero position by position, and sums of gradient × value survive it (ReLU, pooling, padding). */
  readonly plain?: (config: Config) => boolean;
  /** Whether what follows the kernel keeps the order of values, so that `run` may pool first. */
  readonly poolsFirst?: (config: Config) => boolean;
  /** Floating point operations for one example; 0 where not given. A multiply-add counts 2. */
  readonly flops?: (config: Config, input: Shape, output: Shape) => number;
  /** The configuration with another number of output channels: producers, and layers whose configuration names it. */
  readonly withUnits?: (config: Config, units: number) => Config;
}
