import {chooseEngine, chooseThreads} from './chooseEngine.ts';
import type {Engine} from './engine.ts';
import {hasNvidiaGpu} from './native/hasNvidiaGpu.ts';
import {nativeBuild} from './native/nativeBuild.ts';
import {nativeStatus} from './native/nativeStatus.ts';
import {oneDnnUse} from './native/oneDnnUse.ts';

/**
 * The engine that `startEngine` will start, told without loading it; nothing where only starting tells, as with a GPU
 * or a fallback. A library that turns out not to load makes it wrong: who computes compares it with what did start.
 *
 * @throws EngineError when the environment asks for an engine or a thread count that makes no sense.
 */
export function foreseeEngine(): Engine | undefined {
  const threads = chooseThreads();
  const choice = chooseEngine();
  const isNative = choice === 'native' || (choice === 'auto' && !hasNvidiaGpu());
  const version = nativeBuild('cpu')?.version;
  if (!isNative || version === undefined || !nativeStatus('cpu').installed) return undefined;
  return {name: 'tensorflow', device: 'cpu', version, threads, ...oneDnnUse('cpu', 'cpu')};
}
