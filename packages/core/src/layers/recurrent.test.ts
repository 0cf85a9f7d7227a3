import {profileOps, tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {edgeKey} from '../graph/kernelReads.ts';
import {backwardPass, disposeRecording, recordForward, type RecordOptions} from '../score/recording.ts';
import {startTestEngine} from '../testing/engine.ts';

beforeAll(startTestEngine);

const UNWATCHED: RecordOptions = {training: true, backward: true};
const WATCHED: RecordOptions = {...UNWATCHED, taps: new Set([edgeKey('gru', 'state')])};

it('runs a GRU whole in training, and step by step where somebody reads its states, to the same gradients', () => {
  const network = buildNetwork({
    name: 'gru',
    inputShape: [6, 3],
    seed: 1,
    layers: [
      {type: 'GRU', name: 'gru', config: {units: 5, recurrent_activation: 'sigmoid', reset_after: false}},
      {type: 'Dense', name: 'fc', config: {units: 4}}
    ]
  });
  const x = tf.randomNormal([7, 6, 3], 0, 1, 'float32', 2);
  const step = (options: RecordOptions): Float32Array => {
    const recording = recordForward(network, x, options);
    const derivative = tf.onesLike(recording.logits);
    const found = backwardPass(network, recording, derivative, ['gru/kernel', 'gru/recurrent_kernel', 'gru/bias']);
    const values = [recording.logits, ...found.values()].flatMap(tensor => [...tensor.dataSync()]);
    disposeRecording(recording);
    tf.dispose([derivative, ...found.values()]);
    return Float32Array.from(values);
  };
  const before = tf.memory().numTensors;
  let whole: Float32Array = new Float32Array();
  let stepwise: Float32Array = whole;
  const calls = (work: () => void) => profileOps(work).find(({op}) => op === 'EspalierGru')?.calls ?? 0;
  expect(calls(() => (whole = step(UNWATCHED)))).toBe(1);
  expect(calls(() => (stepwise = step(WATCHED)))).toBe(0);
  expect(whole.length).toBe(7 * 4 + 3 * 15 + 5 * 15 + 15);
  whole.forEach((value, i) => expect(value).toBeCloseTo(stepwise[i]!, 4));
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(x);
  disposeNetwork(network);
});
