import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {startTestEngine} from '../testing/engine.ts';
import {oneLayer, runOneLayer} from '../testing/oneLayer.ts';
import {expectRightGradients} from '../testing/rightGradients.ts';
import {predictions} from '../testing/tensorFlow.ts';
import {embedding} from './embedding.ts';

beforeAll(startTestEngine);

const config = {input_dim: 5, output_dim: 3, mask_zero: false, input_length: null};

it("looks up rows as TensorFlow.js' own layer does, and gives them gradients", async () => {
  const network = oneLayer(['Embedding', [4], config]);
  const x = tf.tensor2d([0, 4, 2, 2, 1.9, 0, 0, 3], [2, 4]);
  const [ours, [theirs]] = [runOneLayer(network, x), await predictions(network, x)];
  expect(ours.shape).toEqual([2, 4, 3]);
  expect(ours.dataSync()).toEqual(theirs!.dataSync());
  expectRightGradients(network, x, {training: true, step: 2e-3, to: 'weights'});
  tf.dispose([x, ours, theirs!]);
  disposeNetwork(network);
});

it.each([5, -1, NaN])('refuses the number %d where it has 5 rows', number => {
  const network = oneLayer(['Embedding', [2], config]);
  const x = tf.tensor2d([0, number], [1, 2]);
  expect(() => runOneLayer(network, x)).toThrow(
    `Layer "layer" (Embedding): Expected numbers from 0 to 4 (\`input_dim\`), got ${number}.`
  );
  x.dispose();
  disposeNetwork(network);
});

it('refuses masks and inputs of another length', () => {
  expect(() => embedding.outputShape({...config, mask_zero: true}, [[4]])).toThrow(
    'Expected `mask_zero` to be false, got true: masks are not passed on from layer to layer.'
  );
  expect(() => embedding.outputShape({...config, input_length: 7}, [[4]])).toThrow(
    'Expected an input of shape [7], got [4].'
  );
});
