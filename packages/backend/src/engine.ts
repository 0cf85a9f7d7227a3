/** Names by which an engine is asked for, in options and in `ESPALIER_ENGINE`. */
export type EngineChoice = 'auto' | 'native' | 'gpu' | 'wasm' | 'js';

/** The tensor engine of this process. */
export interface Engine {
  readonly name: 'tensorflow' | 'wasm' | 'js';
  readonly device: 'cpu' | 'gpu';
  /** Of TensorFlow, or of TensorFlow.js for the fallbacks. */
  readonly version: string;
  /** Part of a run's identity: another count changes the last bits of some gradients. */
  readonly threads: number;
  readonly oneDnn: boolean;
  /** What runs convolutions in place of TensorFlow, with its version; part of a run's identity, too. */
  readonly convolutions?: string;
  /** One line for the user when this is not the engine that was hoped for: what, why, how much slower, what to do. */
  readonly notice?: string;
}
