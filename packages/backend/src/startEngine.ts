import {availableParallelism} from 'node:os';
import type {Engine, EngineChoice} from './engine.ts';
import {EngineError} from './engineError.ts';
import {registerKernels} from './kernels/registerKernels.ts';
import {hasNvidiaGpu} from './native/hasNvidiaGpu.ts';
import {loadNative} from './native/loadNative.ts';
import type {Variant} from './native/nativeBuild.ts';
import {nativeStatus} from './native/nativeStatus.ts';
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

const choices: readonly EngineChoice[] = ['auto', 'native', 'gpu', 'wasm', 'js'];

// A process has one engine: TensorFlow.js keeps its backends and kernels in one registry.
let started: Promise<Engine> | undefined;
let current: Engine | undefined;

/**
 * Starts the tensor engine of this process; later calls return the same one. Downloads nothing.
 *
 * @throws EngineError when the engine that was asked for by name cannot be had.
 */
export function startEngine(options: StartOptions = {}): Promise<Engine> {
  started ??= start(options).then(engine => {
    current = engine;
    return engine;
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
  registerKernels(engine.name === 'js' ? 'cpu' : engine.name);
  if (engine.notice) options.onNotice?.(engine.notice);
  return engine;
}

async function choose(choice: EngineChoice, threads: number): Promise<Engine> {
  if (choice === 'native') return startNative('cpu', threads);
  if (choice === 'gpu') return startNative('gpu', threads);
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
    return {...engine, notice: fallbackNotice('WebAssembly', reason, slower.wasm)};
  } catch (error) {
    const both = `${reason}; WebAssembly failed too: ${error instanceof Error ? error.message : String(error)}`;
    return {...(await startJs()), notice: fallbackNotice('plain JavaScript', both, slower.js)};
  }
}

function startNative(variant: Variant, threads: number): Engine {
  const status = nativeStatus(variant);
  if (!status.installed || !status.folder) {
    throw new EngineError(`Expected native TensorFlow (${variant}) to be installed, but ${status.reason}. ${remedy}`, {
      cause: status.reason
    });
  }
  const backend = loadNative({folder: status.folder, threads});
  if (variant === 'gpu' && !backend.isUsingGpuDevice) {
    throw new EngineError('Expected TensorFlow to find an NVIDIA GPU, got none. Check the driver with nvidia-smi');
  }
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu';
  const oneDnn = device === 'cpu' && process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
  return {name: 'tensorflow', device, version: backend.binding.TF_Version, threads, oneDnn};
}

const slower = {wasm: 10, js: 100} as const;
const remedy = 'Run `npm run setup` to install it (ESPALIER_RETRY=1 to try again at once), `espalier doctor` for more';

const reasonOf = (error: EngineError): string => (typeof error.cause === 'string' ? error.cause : error.message);

function fallbackNotice(engine: string, reason: string, factor: number): string {
  return `Using ${engine}, about ${factor} times slower than native TensorFlow, because ${reason}. ${remedy}.`;
}

function chooseEngine(asked = process.env.ESPALIER_ENGINE): EngineChoice {
  const choice = choices.find(name => name === (asked || 'auto'));
  if (!choice) throw new EngineError(`Expected ESPALIER_ENGINE to be one of ${choices.join(', ')}, got "${asked}"`);
  return choice;
}

function chooseThreads(asked?: number): number {
  const threads = asked ?? Number(process.env.ESPALIER_THREADS || availableParallelism());
  if (!Number.isInteger(threads) || threads < 1) {
    throw new EngineError(`Expected the thread count (ESPALIER_THREADS) to be a positive integer, got ${threads}`);
  }
  return threads;
}
