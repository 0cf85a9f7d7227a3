import {describe, expect, it} from 'vitest';
import {findStructure} from './findStructure.ts';
import type {Network} from './network.ts';

/** Layers in a row, without weights. */
function chain(...layers: [name: string, type: string, config: object][]): Network {
  const all: [string, string, object][] = [['input', 'InputLayer', {batch_input_shape: [null, 8, 8, 3]}], ...layers];
  return {
    name: 'chain',
    layers: new Map(all.map(([name, type, config]) => [name, {name, type, config: {...config}}])),
    nodes: all.map(([name], i) => ({id: name, layer: name, inputs: i === 0 ? [] : [all[i - 1]![0]]})),
    inputs: ['input'],
    outputs: [all.at(-1)![0]],
    weights: new Map(),
    softmax: [{kind: 'none'}]
  };
}

const conv = {filters: 4, kernel_size: 3, padding: 'same'};
const mapsOf = (...layers: Parameters<typeof chain>): string[] =>
  findStructure(chain(...layers, ['head', 'Conv2D', conv])).groups.map(({maps}) => maps.join(' '));

describe('the feature map of a convolution', () => {
  it('is the activation that follows it, behind batch normalisation', () => {
    expect(mapsOf(['conv', 'Conv2D', conv], ['bn', 'BatchNormalization', {}], ['relu', 'ReLU', {}])).toEqual(['relu']);
    expect(mapsOf(['conv', 'Conv2D', {...conv, activation: 'relu'}], ['bn', 'BatchNormalization', {}])).toEqual([
      'conv'
    ]);
    expect(mapsOf(['conv', 'Conv2D', conv], ['bn', 'BatchNormalization', {}])).toEqual(['bn']);
  });

  it('lies before pooling, and before the next kernel whatever activation is fused into that', () => {
    expect(mapsOf(['conv', 'Conv2D', conv], ['pool', 'MaxPooling2D', {}], ['relu', 'ReLU', {}])).toEqual(['conv']);
    const fused = {...conv, activation: 'relu'};
    expect(mapsOf(['first', 'Conv2D', conv], ['second', 'Conv2D', fused])).toEqual(['first', 'second']);
  });
});
