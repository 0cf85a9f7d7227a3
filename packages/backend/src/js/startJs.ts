import type {Engine} from '../engine.ts';
import {tf} from '../tf.ts';

/** Makes TensorFlow.js's plain JavaScript backend the one in use. */
export async function startJs(): Promise<Engine> {
  await tf.setBackend('cpu');
  return {name: 'js', device: 'cpu', version: tf.version.tfjs, threads: 1, oneDnn: false};
}
