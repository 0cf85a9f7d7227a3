import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {layerOf} from '../graph/shapes.ts';
import {startTestEngine} from '../testing/engine.ts';
import {LAYER_CASES, type LayerCase} from '../testing/layerCases.ts';
import {normal, oneLayer, runOneLayer} from '../testing/oneLayer.ts';
import {layerType} from './index.ts';

beforeAll(startTestEngine);

const CASES = LAYER_CASES.filter(([type, , config]) => layerType(type).linear?.(config));
const named = CASES.map((layerCase): [string, LayerCase] => [
  `${layerCase[0]} ${JSON.stringify(layerCase[2])}`,
  layerCase
]);

function largestGap(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
}

describe('the linear part', () => {
  it('is there for every kind of kernel that reads its input once', () => {
    const types = new Set(CASES.map(([type]) => type));
    const convolutions = ['Conv1D', 'Conv2D', 'Conv2DTranspose', 'Conv3D', 'Conv3DTranspose'];
    expect([...types]).toEqual([...convolutions, 'Dense', 'SeparableConv2D', 'TimeDistributed']);
  });

  it.each(named)('of %s adds up over input channels, and the layer is made of it', (_name, layerCase) => {
    const network = oneLayer(layerCase);
    const {config} = layerOf(network, network.nodes.at(-1)!);
    const part = layerType(layerCase[0]).linear!(config)!;
    const weight = (name: string) => network.weights.get(`layer/${name}`)!;
    tf.tidy(() => {
      const input = normal([2, ...layerCase[1]], 3);
      const kernel = weight(part.kernel);
      const call = {config, weight, inputs: [input], training: false, seed: 0};
      const inert = {read: (_name: string, tensor: tf.Tensor) => tensor, update: () => undefined};
      const x = part.inner ? part.inner.make({...call, ...inert}) : input;
      const first = 1;
      const along = (tensor: tf.Tensor, axis: number) => {
        const at = tensor.rank + axis;
        expect(tensor.shape[at]).toBe(x.shape.at(-1));
        return tf.split(tensor, [first, tensor.shape[at]! - first], at);
      };
      const [xs, kernels] = [along(x, -1), along(kernel, part.inAxis)];
      const map = part.map(x, kernel, config);
      const parts = xs.map((one, i) => part.map(one, kernels[i]!, config));
      expect(largestGap(tf.add(parts[0]!, parts[1]!), map)).toBeLessThan(1e-5);
      expect(largestGap(part.finish(map, call), runOneLayer(network, input))).toBe(0);
      if (part.maps) {
        const twice = part.maps(tf.stack([x, x]), tf.stack([kernel, tf.mul(kernel, 2)]));
        expect(largestGap(twice, tf.stack([map, tf.mul(map, 2)]))).toBeLessThan(1e-5);
      }
    });
    disposeNetwork(network);
  });
});
