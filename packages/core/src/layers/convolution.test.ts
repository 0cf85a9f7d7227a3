import {describe, expect, it} from 'vitest';
import {layerType} from './index.ts';
import type {Config} from './layerType.ts';

function flops(type: string, input: readonly number[], config: Config): number {
  const layer = layerType(type);
  return layer.flops!(config, input, layer.outputShape(config, [input]));
}

describe('FLOPs of convolutions', () => {
  it('are 2 · output positions · (window · inputs + 1) · outputs in any number of dimensions', () => {
    // 4 steps, window 3 · 5 channels, 7 filters
    expect(flops('Conv1D', [9, 5], {filters: 7, kernel_size: 3, strides: 2})).toBe(2 * 4 * (3 * 5 + 1) * 7);
    expect(flops('Conv2D', [6, 5, 3], {filters: 4, kernel_size: [3, 2], use_bias: false})).toBe(
      2 * (4 * 4) * (3 * 2 * 3 + 1) * 4
    );
    expect(flops('Conv3D', [4, 6, 5, 2], {filters: 3, kernel_size: 2, padding: 'same', strides: 2})).toBe(
      2 * (2 * 3 * 3) * (8 * 2 + 1) * 3
    );
  });

  it('are those of the window at each input position when transposed, and of the bias at each output', () => {
    const config = {filters: 4, kernel_size: 3, strides: 2};
    // [5, 6] becomes [11, 13]
    expect(flops('Conv2DTranspose', [5, 6, 2], config)).toBe(2 * (5 * 6) * 2 * 9 * 4 + 2 * (11 * 13) * 4);
    expect(flops('Conv3DTranspose', [2, 3, 2, 2], {...config, padding: 'same'})).toBe(
      2 * 12 * 2 * 27 * 4 + 2 * (4 * 6 * 4) * 4
    );
  });
});

describe('kernels', () => {
  it('have their channels last, inputs before outputs, but the other way round when transposed', () => {
    const config = {filters: 4, kernel_size: [3, 2], use_bias: false};
    const kernel = (type: string) => layerType(type).weights!(config, [[5, 5, 7]])[0]!;
    expect(kernel('Conv2D')).toMatchObject({shape: [3, 2, 7, 4], axes: [null, null, 'in', 'out']});
    expect(kernel('Conv2DTranspose')).toMatchObject({shape: [3, 2, 4, 7], axes: [null, null, 'out', 'in']});
  });
});

describe('channels', () => {
  it.each(['Conv1D', 'Dense', 'Activation'])('are kept behind a softmax in %s', type => {
    const {flow} = layerType(type);
    const flowOf = (activation: string) => (typeof flow === 'function' ? flow({activation}) : flow);
    const kept = (activation: string) => {
      const one = flowOf(activation);
      return one.kind === 'mix' || (one.kind === 'produce' && one.kept !== undefined);
    };
    expect(kept('softmax')).toBe(true);
    expect(kept('relu')).toBe(false);
  });
});
