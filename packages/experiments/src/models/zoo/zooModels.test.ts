import {
  countFlops,
  countParameters,
  findStructure,
  inferShapes,
  nodeFlops,
  unitFlops,
  weightSpecs
} from '@espalier/core';
import {format} from 'prettier';
import {describe, expect, it} from 'vitest';
import {planZooNetwork, zooNames, type ZooShape} from './index.ts';
import {zooModels} from './zooModels.ts';
import {zooTable} from './zooTable.ts';

/** Multiplications of a network of convolutions and dense layers: kernel size × output positions, layer by layer. */
function multiplyAdds(name: string, shape?: ZooShape): number {
  const network = planZooNetwork(name, shape);
  const shapes = inferShapes(network);
  return weightSpecs(network)
    .filter(({spec}) => spec.name.endsWith('kernel'))
    .reduce((sum, {node, spec}) => sum + product(shapes.get(node.id)!.slice(0, -1)) * product(spec.shape), 0);
}

/** Parameters that are trained: all but moving statistics. */
function trained(name: string): number {
  const specs = weightSpecs(planZooNetwork(name)).filter(({spec}) => spec.trainable);
  return specs.reduce((sum, {spec}) => sum + product(spec.shape), 0);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

function gigaFlops(name: string, shape?: ZooShape): string {
  return (countFlops(planZooNetwork(name, shape)) / 1e9).toPrecision(4);
}

function units(name: string): number {
  return findStructure(planZooNetwork(name)).units;
}

describe('networks with published sizes', () => {
  // Molchanov et al., ICLR 2017, arXiv:1611.06440: FLOPs counted as there, for ImageNet and for 102 flowers. CaffeNet's
  // model file has 60,965,224 weights.
  it('has AlexNet as Caffe does', () => {
    expect([gigaFlops('alexnet'), gigaFlops('alexnet', {classes: 102})]).toEqual(['1.450', '1.443']);
    expect([units('alexnet'), trained('alexnet')]).toEqual([1376, 60_965_224]);
  });

  // FLOPs as above, in total and for one unit of each layer (its appendix A.1); parameters of torchvision and Keras.
  it('has VGG-16', () => {
    const network = planZooNetwork('vgg-16');
    const structure = findStructure(network);
    const costs = unitFlops(network, structure);
    expect([gigaFlops('vgg-16'), structure.units, countParameters(network)]).toEqual(['30.97', 4224, 138_357_544]);
    const published = '2.81 57.90 14.48 28.93 7.23 14.46 14.46 3.61 7.23 7.23 1.81 1.81 1.81';
    expect(structure.groups.map(({first}) => costs[first]!.toFixed(2)).join(' ')).toBe(published);
  });

  // He et al. 2016, table 6: 0.27 and 0.85 million parameters, which is 269,722 and 853,018 with shortcuts that have
  // none (as Y. Idelbayev's pytorch_resnet_cifar10 counts). Multiply-adds: 4.06e7 and 1.25e8, He et al., IJCAI 2018,
  // arXiv:1808.06866, tables 1 and 2.
  it('has ResNet-20 and ResNet-56, apart from the projections on two shortcuts', () => {
    const projections = 16 * 32 + 32 * 64 + 2 * (32 + 64);
    expect(trained('resnet-20') - projections).toBe(269_722);
    expect(trained('resnet-56') - projections).toBe(853_018);
    const work = 2 * 8 * 8 * 32 * 64;
    const adds = ['resnet-20', 'resnet-56'].map(name => (multiplyAdds(name) - work).toPrecision(3));
    expect(adds).toEqual(['4.06e+7', '1.25e+8']);
  });

  // torchvision's ResNet50_Weights: num_params 25557032, 4.089 GFLOPS (multiply-adds); Keras' ResNet50 has 25,636,712
  // with moving statistics and the biases in front of batch normalization, one a filter.
  it('has ResNet-50', () => {
    expect([trained('resnet-50'), (multiplyAdds('resnet-50') / 1e9).toFixed(3)]).toEqual([25_557_032, '4.089']);
    const network = planZooNetwork('resnet-50');
    const filters = weightSpecs(network).filter(({spec}) => spec.shape.length === 4);
    const biases = filters.reduce((sum, {spec}) => sum + spec.shape[3]!, 0);
    expect(countParameters(network) + biases).toBe(25_636_712);
  });

  // Sandler et al. 2018, table 4: 300 million multiply-adds, 3.4 million parameters; Keras' MobileNetV2 has 3,538,984
  // with moving statistics, torchvision's MobileNet_V2_Weights 3504872 without and 0.301 GFLOPS (multiply-adds).
  it('has MobileNetV2', () => {
    expect([countParameters(planZooNetwork('mobilenet-v2')), trained('mobilenet-v2')]).toEqual([3_538_984, 3_504_872]);
    expect((multiplyAdds('mobilenet-v2') / 1e9).toFixed(3)).toBe('0.301');
  });

  // timm's efficientnet_lite0: 4.65 million parameters.
  it('has EfficientNet-Lite0', () => {
    expect((trained('efficientnet-lite0') / 1e6).toFixed(2)).toBe('4.65');
  });

  // Molchanov et al., ICLR 2017, section 3.4 and figure 9: 37.8 GFLOPs.
  it('has R3D-CNN with the FLOPs of a clip that the paper tells', () => {
    expect(gigaFlops('r3d-cnn')).toBe('37.83');
    const flops = nodeFlops(planZooNetwork('r3d-cnn'));
    const convolutions = [...flops]
      .filter(([name]) => name.startsWith('conv'))
      .reduce((sum, [, cost]) => sum + cost, 0);
    expect((convolutions / 1e9).toFixed(2)).toBe('37.83');
    const [one, three] = [
      [8, 112, 112, 1],
      [3, 8, 112, 112, 1]
    ].map(inputShape => countFlops(planZooNetwork('r3d-cnn', {inputShape})));
    expect(three! / one!).toBeCloseTo(3, 3);
  });

  // Kim 2014, section 3.1: 300 numbers a word, 100 filters each over 3, 4 and 5 words. Worked by hand.
  it('has the text network of Kim', () => {
    const filters = (3 + 4 + 5) * 300 * 100 + 300;
    expect(countParameters(planZooNetwork('text-cnn'))).toBe(18_766 * 300 + filters + 2 * (300 + 1));
    expect(units('text-cnn')).toBe(300);
  });

  // Worked by hand: weights of three convolutions, of a GRU's three gates over 64 + 64 numbers, and of a dense layer.
  it('has the sequence network', () => {
    const convolutions = (7 * 12 + 1) * 32 + (5 * 32 + 1) * 64 + (3 * 64 + 1) * 64;
    expect(countParameters(planZooNetwork('conv-gru'))).toBe(convolutions + 3 * (64 + 64 + 1) * 64 + 65 * 9);
    expect(units('conv-gru')).toBe(160);
  });
});

// Worked by hand: weights and biases of three dense layers.
it('has the network for tables, which also reads images as rows', () => {
  const parameters = (input: number) => (input + 1) * 32 + 33 * 32 + 33 * 2;
  expect(countParameters(planZooNetwork('mlp'))).toBe(parameters(30));
  expect(countParameters(planZooNetwork('mlp', {inputShape: [28, 28, 1]}))).toBe(parameters(784));
  const structure = findStructure(planZooNetwork('mlp', {width: 8}), {units: ['dense']});
  expect(structure.groups.map(({name, size}) => [name, size])).toEqual([
    ['dense1', 8],
    ['dense2', 8]
  ]);
});

describe('a base width', () => {
  const of = (name: string, width: number, inputShape?: readonly number[]) => planZooNetwork(name, {width, inputShape});
  const unitsOf = (name: string, width: number) => findStructure(of(name, width)).units;

  it('scales convolutions and recurrent layers', () => {
    expect(unitsOf('conv-gru', 8)).toBe(8 + 16 + 16);
    expect(findStructure(of('conv-gru', 8), {units: ['convolution', 'recurrent']}).groups.at(-1)?.size).toBe(16);
    expect(['vgg-s', 'vgg-s-bn'].map(name => unitsOf(name, 4))).toEqual([56, 56]);
    expect(unitsOf('resnet-20', 4)).toBe(448 / 4);
    expect(unitsOf('r3d-cnn', 2)).toBe(2752 / 32);
    expect(unitsOf('text-cnn', 10)).toBe(30);
    expect(countParameters(of('text-cnn', 10))).toBe(18_766 * 30 + (3 + 4 + 5) * 30 * 10 + 30 + 2 * 31);
    const structure = findStructure(of('r3d-cnn', 2), {units: ['recurrent']});
    expect(structure.groups.map(({name, size}) => [name, size])).toEqual([['recurrent', 8]]);
  });

  it('is the published one where it is not given', () => {
    expect(countParameters(of('vgg-s', 16))).toBe(countParameters(planZooNetwork('vgg-xs')));
    for (const [name, width] of [
      ['text-cnn', 100] as const,
      ['conv-gru', 32] as const,
      ['r3d-cnn', 64] as const,
      ['resnet-56', 16] as const
    ]) {
      expect(countFlops(of(name, width))).toBe(countFlops(planZooNetwork(name)));
    }
  });

  it('is refused by networks whose sizes are fixed, and where it is no whole number', () => {
    expect(() => of('lenet', 8)).toThrow(
      'Expected a network that has a base width for the width 8, got lenet, whose sizes are fixed. Networks with one: ' +
        'vgg-s, vgg-s-bn, vgg-xs, resnet-20, resnet-56, text-cnn, conv-gru, r3d-cnn, mlp.'
    );
    expect(() => of('conv-gru', 0.5)).toThrow(
      'Expected the width of conv-gru to be a whole number of at least 1, got 0.5.'
    );
  });
});

it('lists every network with its sizes and its source', () => {
  const models = zooModels();
  expect(models.map(({name}) => name)).toEqual(zooNames());
  for (const {summary, source, units, parameters, flops} of models) {
    expect([summary, source]).not.toContain('');
    expect(Math.min(units, parameters, flops)).toBeGreaterThan(0);
  }
  expect(models[0]).toMatchObject({name: 'lenet', inputShape: [28, 28, 1], classes: 10, units: 70});
  const small = models.filter(({name}) => name.startsWith('vgg-') && !name.startsWith('vgg-16'));
  expect(small.map(({name, units}) => [name, units])).toEqual([
    ['vgg-s', 448],
    ['vgg-s-bn', 448],
    ['vgg-xs', 224]
  ]);
});

it('is recorded for the documentation (else: npx vitest run zooModels -u, then node scripts/docs.mjs)', async () => {
  const table = await format(zooTable(zooModels()), {parser: 'markdown'});
  await expect(table).toMatchFileSnapshot('zoo.md');
});
