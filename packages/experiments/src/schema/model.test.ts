import {describe, expect, it} from 'vitest';
import {expandSweep} from './expandSweep.ts';
import {parseExperimentFile} from './experimentFile.ts';

const known = {criteria: ['taylor'], datasets: ['digits'], zoo: ['lenet', 'efficientnet-lite0']};
const runs = (text: string) =>
  expandSweep(parseExperimentFile(`dataset: {name: digits}\n${text}`, 'study.yaml'), known);
const message = (text: string) => {
  try {
    return JSON.stringify(runs(text));
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a model that is trained already', () => {
  it('leaves nothing in the settings where it is not', () => {
    const [without, plain] = [
      runs('model: {zoo: lenet, pretrained: false, frozenBatchNorm: false}'),
      runs('model: {zoo: lenet}')
    ];
    expect(without[0]?.settings).toEqual(plain[0]?.settings);
    expect(plain[0]?.settings.model).toEqual({zoo: 'lenet'});
    expect(plain[0]?.settings.train).toEqual({batchSize: 32, epochs: 5, lr: 0.01, momentum: 0.9, weightDecay: 1e-4});
  });

  it('has all defaults for the other data, and may be swept', () => {
    const swept = runs(
      'model: {zoo: lenet, pretrain: {dataset: {name: digits, train: 50}}}\nsweep: {model.pretrain.train.epochs: [1, 2]}'
    );
    expect(swept.map(({settings}) => settings.model.pretrain?.train.epochs)).toEqual([1, 2]);
    expect(swept[0]?.settings.model.pretrain).toEqual({
      dataset: {name: 'digits', train: 50},
      train: {batchSize: 32, epochs: 1, lr: 0.01, momentum: 0.9, weightDecay: 1e-4}
    });
  });

  it('is of the zoo, and has one source', () => {
    expect(message('model: {zoo: lenet, pretrained: true}')).toBe(
      'study.yaml:2:33: Unknown network with published weights "lenet". Known: efficientnet-lite0, vgg-16-trunk.'
    );
    expect(message('model: {path: ./mine, pretrained: true}')).toContain(
      'Expected model to be a network of the zoo where it is to be pretrained'
    );
    expect(
      message('model: {zoo: efficientnet-lite0, pretrained: true, pretrain: {dataset: {name: digits}}}')
    ).toContain('Expected model to be either pretrained or to pretrain');
    expect(message('model: {zoo: lenet, frozenBatchNorm: true}')).toContain(
      'Expected model to be pretrained where batch normalization is frozen'
    );
    expect(message('model: {zoo: lenet, pretrain: {dataset: {name: digit}}}')).toMatch(
      /^study\.yaml:2:\d+: Unknown data set "digit"\. .*Did you mean "digits"\?$/
    );
  });
});

describe('a learning rate', () => {
  it('is a number, or several to choose of', () => {
    const train = 'model: {zoo: lenet}\ntrain: ';
    expect(runs(`${train}{lr: {choose: [0.1, 0.01]}}`)[0]?.settings.train.lr).toEqual({choose: [0.1, 0.01]});
    const wrong = {
      '0': 'train.lr to be a number above 0, got 0',
      '[0.1, 0.2]': 'train.lr to be a number above 0, or {choose: [a, b, …]}, got',
      '{choose: []}': 'train.lr.choose to be a list of at least one learning rate, got []',
      '{choose: [0.1, -1]}': 'train.lr.choose.1 to be a number above 0, got -1',
      '{choose: [0.1, 0.1]}': 'train.lr.choose to be a list of different learning rates, got'
    };
    for (const [lr, told] of Object.entries(wrong)) {
      expect(message(`${train}{lr: ${lr}}`)).toContain(`Expected ${told}`);
    }
    expect(message(`${train}{head: {epochs: 0, lr: 1}}`)).toContain(
      'train.head.epochs to be a whole number of at least 1'
    );
  });
});
