import {describe, expect, it} from 'vitest';
import {findStructure} from './findStructure.ts';
import {countFlops, countParameters, unitFlops} from './flops.ts';
import type {Layer, Network, NetworkNode} from './network.ts';

/** VGG-16 (Simonyan and Zisserman 2015, configuration D) without values for its 138 million weights. */
function vgg16(classes: number): Network {
  const plan: [string, string, object][] = [];
  const widths = [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M'];
  widths.forEach((width, i) =>
    plan.push(
      width === 'M'
        ? [`pool${i}`, 'MaxPooling2D', {pool_size: 2}]
        : [`conv${i}`, 'Conv2D', {filters: width, kernel_size: 3, padding: 'same', activation: 'relu'}]
    )
  );
  plan.push(['flatten', 'Flatten', {}]);
  [4096, 4096, classes].forEach((units, i) => plan.push([`fc${i}`, 'Dense', {units, activation: 'linear'}]));
  const layers = new Map<string, Layer>([
    ['input', {name: 'input', type: 'InputLayer', config: {batch_input_shape: [null, 224, 224, 3]}}]
  ]);
  const nodes: NetworkNode[] = [{id: 'input', layer: 'input', inputs: []}];
  for (const [name, type, config] of plan) {
    layers.set(name, {name, type, config: {...config}});
    nodes.push({id: name, layer: name, inputs: [nodes.at(-1)!.id]});
  }
  return {
    name: 'vgg-16',
    layers,
    nodes,
    inputs: ['input'],
    outputs: [nodes.at(-1)!.id],
    weights: new Map(),
    softmax: [{kind: 'none'}]
  };
}

describe('countFlops', () => {
  it('gives VGG-16 its published 30.97 GFLOPs and Keras’ number of parameters', () => {
    const network = vgg16(1000);
    expect(countFlops(network) / 1e9).toBeCloseTo(30.97, 2);
    expect(countParameters(network)).toBe(138_357_544);
  });

  it('gives each unit of VGG-16 the MFLOPs of the paper', () => {
    const network = vgg16(1000);
    const structure = findStructure(network);
    const costs = unitFlops(network, structure);
    expect(structure.units).toBe(4224);
    const published = [2.81, 57.9, 14.48, 28.93, 7.23, 14.46, 14.46, 3.61, 7.23, 7.23, 1.81, 1.81, 1.81];
    structure.groups.forEach((group, i) => expect(costs[group.first]).toBeCloseTo(published[i]!, 1));
  });
});
