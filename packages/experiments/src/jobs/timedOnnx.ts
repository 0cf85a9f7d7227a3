import type {OnnxSession} from '../models/onnx/runtime/openOnnx.ts';
import type {TimedModel} from './measureLatencyRow.ts';

/** An ONNX model as ONNX Runtime runs it. */
export function timedOnnx(session: OnnxSession): TimedModel {
  return {
    prepare: batch => {
      const pass = session.passOf(batch, madeUp);
      return {time: () => timed(pass), dispose: () => undefined};
    }
  };
}

async function timed(pass: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await pass();
  return performance.now() - started;
}

/** Numbers in [0, 1), the same each time. */
function madeUp(size: number): Float32Array {
  return Float32Array.from({length: size}, (_, i) => (i * 0.618034) % 1);
}
