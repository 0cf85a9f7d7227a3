export {tf} from './tf.ts';
export {type Engine, type EngineChoice} from './engine.ts';
export {EngineError} from './engineError.ts';
export {cacheFolder} from './cacheFolder.ts';
export {startEngine, currentEngine, type StartOptions} from './startEngine.ts';
export {chooseThreads} from './chooseEngine.ts';
export {foreseeEngine} from './foreseeEngine.ts';
export {installNative, type InstallOptions} from './native/installNative.ts';
export {nativeStatus, type NativeStatus} from './native/nativeStatus.ts';
export {findPip} from './native/findPip.ts';
export {type InstallProgress} from './native/progress.ts';
export {type Variant} from './native/nativeBuild.ts';
export {withLock} from './lock.js';
export {profileOps, type OpTime} from './profileOps.ts';
export {recordTape, type BackwardOptions, type Tape} from './tape.ts';
export {biasAdd} from './kernels/biasAdd.ts';
export {
  trainBatchNorm,
  type BatchNormInput,
  type BatchNormOutput,
  type BatchNormTail
} from './kernels/trainBatchNorm.ts';
export {
  biasRelu,
  dotPositions,
  keepAlong,
  maxPoolBiasRelu,
  maxPoolByTwo,
  meanOverPositions,
  momentsOverPositions,
  momentumSteps,
  positiveShare,
  type MomentumStep,
  type Stepped
} from './kernels/fused.ts';
export {fusesGru, gruStates} from './kernels/gru.ts';
export {ensureNative, type EnsuredNative} from './native/ensureNative.ts';
