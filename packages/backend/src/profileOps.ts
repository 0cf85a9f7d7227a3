import {EngineError} from './engineError.ts';
import {installRemedy} from './fallbackNotice.ts';
import {nativeBackend} from './native/nativeBackend.ts';
import {currentEngine} from './startEngine.ts';

/** What one kind of TensorFlow op took. */
export interface OpTime {
  /** As TensorFlow names it. */
  readonly op: string;
  readonly seconds: number;
  readonly calls: number;
}

/**
 * Times every TensorFlow op that `work` runs, by its name, the longest first. On a GPU, where ops run while JavaScript
 * goes on, it is the time that starting them takes.
 *
 * Throws an EngineError on other engines than native TensorFlow.
 */
export function profileOps(work: () => void): OpTime[] {
  const {name} = currentEngine();
  if (name !== 'tensorflow') {
    throw new EngineError(`Expected native TensorFlow to profile its ops, got the engine "${name}". ${installRemedy}`);
  }
  const spent = new Map<string, {seconds: number; calls: number}>();
  const backend = nativeBackend();
  const timed =
    <A extends readonly [string, ...unknown[]], R>(execute: (...args: A) => R) =>
    (...args: A): R => {
      const started = performance.now();
      try {
        return execute(...args);
      } finally {
        const before = spent.get(args[0]) ?? {seconds: 0, calls: 0};
        const seconds = before.seconds + (performance.now() - started) / 1000;
        spent.set(args[0], {seconds, calls: before.calls + 1});
      }
    };
  // Properties of the object hide the methods of its class for as long as `work` takes.
  Object.assign(backend, {
    executeSingleOutput: timed(backend.executeSingleOutput.bind(backend)),
    executeMultipleOutputs: timed(backend.executeMultipleOutputs.bind(backend))
  });
  try {
    work();
  } finally {
    Reflect.deleteProperty(backend, 'executeSingleOutput');
    Reflect.deleteProperty(backend, 'executeMultipleOutputs');
  }
  return [...spent].map(([op, {seconds, calls}]) => ({op, seconds, calls})).sort((a, b) => b.seconds - a.seconds);
}
