import {chooseEngine, chooseThreads} from './chooseEngine.ts';
import type {Engine, EngineChoice} from './engine.ts';
import {EngineError} from './engineError.ts';
import {fallbackNotice} from './fallbackNotice.ts';
import {registerKernels} from './kernels/registerKernels.ts';
import {hasNvidiaGpu} from './native/hasNvidiaGpu.ts';
import {nativeStatus} from './native/nativeStatus.ts';
import {startGpu, startNative} from './native/startNative.ts';
import {startJs} from './js/startJs.ts';
import {startWasm} from './wasm/startWasm.ts';
import {tf} from './tf.ts';

export interface StartOptions {
  /** @default `ESPALIER_ENGINE`, else 'auto': the fastest engine that is installed */
  readonly engine?: EngineChoice;
  /** @default `ESPALIER_THREADS`, else one per core */
  readonly threads?: number;
  /** Hears the one line that says why a slower engine is in use. */
  readonly onNotice?: (line: string) => void;
}

// A process has one engine: TensorFlow.js keeps its backends and kernels in one registry.
let started: Promise<Engine> | undefined;
let current: Engine | undefined;

/**
 * Starts the tensor engine of this process; later calls return the same one. Downloads nothing.
 *
 * @throws EngineError when the engine that was asked for by name cannot be had.
 */
export function startEngine(options: StartOptions = {}): Promise<Engine> {
  started ??= start(options).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

/** The engine that {@link startEngine} has started. */
export function currentEngine(): Engine {
  if (!current) throw new EngineError('Expected the tensor engine to be started, got none: await startEngine() first');
  return current;
}

async function start(options: StartOptions): Promise<Engine> {
  // TensorFlow.js would greet, and recommend packages that do not install.
  tf.env().set('PROD', true);
  const threads = chooseThreads(options.threads);
  const engine = await choose(chooseEngine(options.engine), threads);
  registerKernels(engine.name === 'js' ? 'cpu' : engine.name, engine);
  current = engine;
  if (engine.notice) options.onNotice?.(engine.notice);
  return engine;
}

async function choose(choice: EngineChoice, threads: number): Promise<Engine> {
  if (choice === 'native') return startNative('cpu', threads);
  if (choice === 'gpu') return startGpu(threads);
  if (choice === 'wasm') return startWasm();
  if (choice === 'js') return startJs();
  return startFastest(threads);
}

async function startFastest(threads: number): Promise<Engine> {
  const variant = hasNvidiaGpu() && nativeStatus('gpu').installed ? 'gpu' : 'cpu';
  let reason: string;
  try {
    return startNative(variant, threads);
  } catch (error) {
    reason = error instanceof EngineError ? reasonOf(error) : String(error);
  }
  try {
    const engine = await startWasm();
    return {...engine, notice: fallbackNotice('wasm', reason)};
  } catch (error) {
    const both = `${reason}; WebAssembly failed too: ${error instanceof Error ? error.message : String(error)}`;
    return {...(await startJs()), notice: fallbackNotice('js', both)};
  }
}

const reasonOf = (error: EngineError): string => (typeof error.cause === 'string' ? error.cause : error.message);
