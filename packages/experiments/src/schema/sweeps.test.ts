import {describe, expect, it} from 'vitest';
import {expandSweep, type RunConfig} from './expandSweep.ts';
import {parseExperimentFile, type ParseOptions} from './experimentFile.ts';

const known = {criteria: ['taylor', 'weight', 'random'], datasets: ['digits'], zoo: ['lenet']};
const base = 'dataset: {name: digits}\nmodel: {zoo: lenet}\n';

function runs(text: string, options: ParseOptions = {}): readonly RunConfig[] {
  return expandSweep(parseExperimentFile(base + text, 'a/study.yaml', options), known);
}

const points = (text: string, options: ParseOptions = {}) => runs(text, options).map(({point}) => Object.values(point));

function message(text: string): string {
  try {
    runs(text);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'no error';
}

describe('the points of a sweep', () => {
  it('pair zipped keys, and cross them with the grid', () => {
    const text = 'sweep: {prune.updates: [5, 10], zip: {train.lr: [0.1, 0.01], train.epochs: [1, 10]}}';
    expect(points(text)).toEqual([
      [5, 0.1, 1],
      [5, 0.01, 10],
      [10, 0.1, 1],
      [10, 0.01, 10]
    ]);
    expect(runs(text)[1]?.settings.train).toMatchObject({lr: 0.01, epochs: 10});
  });

  it('are those of a list, each with its own keys, crossed with the rest', () => {
    const found = runs(
      'sweep: {prune.updates: [5, 10], list: [{train.lr: 0.1}, {train.epochs: 3, train.lr: 0.2}, {}]}'
    );
    expect(found.map(({point}) => point)).toEqual([
      {'prune.updates': 5, 'train.lr': 0.1},
      {'prune.updates': 5, 'train.epochs': 3, 'train.lr': 0.2},
      {'prune.updates': 5},
      {'prune.updates': 10, 'train.lr': 0.1},
      {'prune.updates': 10, 'train.epochs': 3, 'train.lr': 0.2},
      {'prune.updates': 10}
    ]);
  });

  it('are read as in a sweep of W&B too', () => {
    const text = 'sweep: {prune.updates: {values: [5, 10]}, train.lr: {value: 0.1}}';
    expect(points(text)).toEqual([
      [5, 0.1],
      [10, 0.1]
    ]);
  });

  it('that come out equal are one', () => {
    expect(points('sweep: {prune.updates: [5, 5, 10]}')).toEqual([[5], [10]]);
    expect(points('sweep: {list: [{train.lr: 0.1, train.epochs: 1}, {train.epochs: 1, train.lr: 0.1}]}')).toHaveLength(
      1
    );
    expect(points('sweep: {random: {prune.updates: [1, 2]}, sample: 30}')).toHaveLength(2);
  });

  it('are done by as many seeds as repeat says', () => {
    expect(runs('repeat: 3').map(({seed}) => seed)).toEqual([0, 1, 2]);
    expect(runs('repeat: 3', {seeds: [7]}).map(({seed}) => seed)).toEqual([7]);
    expect(runs('repeat: 3', {overrides: ['seeds=[4]']}).map(({seed}) => seed)).toEqual([4]);
    expect(runs('seeds: [4]', {overrides: ['repeat=2']}).map(({seed}) => seed)).toEqual([0, 1]);
  });
});

describe('draws', () => {
  const drawn = (range: string, key = 'prune.updates') =>
    points(`sweep: {random: {${key}: ${range}}, sample: 2000}`).map(([value]) => Number(value));
  const all = (range: string, key?: string) => [...new Set(drawn(range, key))].toSorted((a, b) => a - b);

  it('are whole where a key takes whole numbers alone, on both scales', () => {
    expect(all('{min: 1, max: 4}')).toEqual([1, 2, 3, 4]);
    const log = drawn('{min: 1, max: 1000, scale: log}');
    expect(log.every(value => Number.isInteger(value) && value >= 1 && value <= 1000)).toBe(true);
    expect(all('{min: 1, max: 3, scale: log}')).toEqual([1, 2, 3]);
  });

  it('are any numbers of a key that takes them, whatever the bounds', () => {
    const shares = drawn('{min: 0, max: 1}', 'prune.momentum');
    expect(shares.filter(value => value > 0 && value < 1).length).toBe(shares.length);
  });

  it('of a log scale are as likely between 1e-4 and 1e-3 as between 1e-3 and 1e-2', () => {
    const rates = drawn('{min: 1.0e-4, max: 1.0e-2, scale: log}', 'train.lr');
    const low = rates.filter(rate => rate < 1e-3).length / rates.length;
    expect(Math.abs(low - 0.5)).toBeLessThan(0.05);
  });

  it('keep to a step, without noise, and reach both ends', () => {
    expect(all('{min: 0.1, max: 0.5, step: 0.1}', 'train.lr')).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(all('{min: 5, max: 20, step: 5}')).toEqual([5, 10, 15, 20]);
    expect(all('{min: 1, max: 10, step: 4}')).toEqual([1, 5, 9]);
  });
});

describe('an override of a swept key', () => {
  it.each([
    ['the grid', 'sweep: {train.lr: [0.1, 0.2], prune.updates: [1, 2]}'],
    ['zipped lists', 'sweep: {zip: {train.lr: [0.1, 0.2], prune.updates: [1, 2]}}'],
    ['a list', 'sweep: {list: [{train.lr: 0.1, prune.updates: 1}, {train.lr: 0.2, prune.updates: 2}]}'],
    ['draws', 'sweep: {random: {train.lr: [0.1, 0.2]}, sample: 2, prune.updates: [1, 2]}']
  ])('takes it out of %s', (_where, text) => {
    const found = runs(text, {overrides: ['train.lr=0.5']});
    expect(found.map(({point, settings}) => [point, settings.train.lr])).toEqual([
      [{'prune.updates': 1}, 0.5],
      [{'prune.updates': 2}, 0.5]
    ]);
  });

  it('takes out what holds the key, or is held by it', () => {
    const text = 'sweep: {prune.until: [{flops: 0.5}, {flops: 0.4}]}';
    expect(runs(text, {overrides: ['prune.until.flops=0.3']}).map(({settings}) => settings.prune.until)).toEqual([
      {flops: 0.3}
    ]);
  });
});

describe('successive halving', () => {
  const halving = 'seeds: [0, 1]\nsweep: {train.lr: [0.1, 0.2], halving: {key: train.epochs, values: [1, 3]}}';

  it('has room for every candidate in every rung, the seeds of a point together', () => {
    expect(runs(halving).map(({seed, settings}) => [settings.train.epochs, settings.train.lr, seed])).toEqual([
      [1, 0.1, 0],
      [1, 0.1, 1],
      [1, 0.2, 0],
      [1, 0.2, 1],
      [3, 0.1, 0],
      [3, 0.1, 1],
      [3, 0.2, 0],
      [3, 0.2, 1]
    ]);
  });

  it('waits for whole rungs and keeps a third unless the file says otherwise', () => {
    expect(parseExperimentFile(base + halving, 'study.yaml').sweep.halving).toEqual({
      key: 'train.epochs',
      values: [1, 3],
      eta: 3,
      mode: 'synchronous'
    });
  });

  it('is none where its key is overridden', () => {
    const file = parseExperimentFile(base + halving, 'study.yaml', {overrides: ['train.epochs=2']});
    expect(file.sweep.halving).toBeUndefined();
    expect(expandSweep(file, known)).toHaveLength(4);
  });
});

describe('a mistake in a sweep', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'zipped lists of other lengths',
      'sweep:\n  zip: {train.lr: [0.1, 0.2], train.epochs: [1]}',
      '4:8: Expected sweep.zip to be lists of equal length (train.lr has 2, train.epochs has 1), got {"train.lr":[0.1,0.2],"train.epochs":[1]}.'
    ],
    [
      'an empty list of values',
      'sweep: {zip: {train.lr: []}}',
      '3:25: Expected sweep.zip.train.lr to be a list of at least one value, got [].'
    ],
    [
      'an empty list of points',
      'sweep: {list: []}',
      '3:15: Expected sweep.list to be a list of at least one point, got [].'
    ],
    [
      'a point that is none',
      'sweep: {list: [{train.lr: 1}, 5]}',
      '3:31: Expected sweep.list.1 to be a map of dotted keys to values, got 5 (number).'
    ],
    [
      'a map in place of a list of points',
      'sweep: {list: {train.lr: 1}}',
      '3:15: Expected sweep.list to be a list of points, each a map of dotted keys to values, got {"train.lr":1}.'
    ],
    [
      'a key in two places',
      'sweep:\n  train.lr: [0.1]\n  zip: {train.lr: [0.1]}',
      '5:9: Expected train.lr to be swept in one way, got it in the grid and in zip. Take it out of one.'
    ],
    [
      'a key below another',
      'sweep: {prune.until: [{flops: 0.5}], random: {prune.until.flops: {min: 0.1, max: 0.5}}, sample: 2}',
      '3:47: Expected prune.until.flops to be swept in one way, got it in the grid (as prune.until) and in random. Take it out of one.'
    ],
    [
      'an unknown key in zipped lists',
      'sweep: {zip: {train.rl: [0.1]}}',
      '3:15: Unknown key "rl" in train. Known: epochs, optimizer, lr, head, momentum, weightDecay, batchSize. Did you mean "lr"?'
    ],
    [
      'an unknown key in a point',
      'sweep: {list: [{train.lr: 0.1}, {train.epoch: 1}]}',
      '3:34: Unknown key "epoch" in train. Known: epochs, optimizer, lr, head, momentum, weightDecay, batchSize. Did you mean "epochs"?'
    ],
    [
      'a key without its section',
      'sweep: {lr: [0.1]}',
      '3:9: Unknown key "lr" in sweep. Did you mean "train.lr" or "prune.lr" or "milestones.lr"?'
    ],
    ['repeat in the sweep', 'sweep: {repeat: 3}', '3:9: Expected repeat to stand beside sweep, not in it.'],
    [
      'seeds and repeat',
      'seeds: [0]\nrepeat: 3',
      '4:1: Expected either seeds or repeat, got both. repeat: 3 is seeds: [0, 1, 2].'
    ],
    [
      'a range in the grid',
      'sweep: {train.lr: {min: 0.1, max: 1}}',
      '3:19: Expected sweep.train.lr to be a list of values (a range goes below random), got {"min":0.1,"max":1}.'
    ],
    [
      'a range upside down',
      'sweep: {random: {train.lr: {min: 1, max: 0.1}}, sample: 2}',
      '3:28: Expected sweep.random.train.lr to be {min, max} with min below max, got {"min":1,"max":0.1}.'
    ],
    [
      'a log range from 0',
      'sweep: {random: {train.lr: {min: 0, max: 0.1, scale: log}}, sample: 2}',
      '3:28: Expected sweep.random.train.lr to be a log range that begins above 0, got {"min":0,"max":0.1,"scale":"log"}.'
    ],
    [
      'a misspelt part of a range',
      'sweep: {random: {train.lr: {min: 0.1, max: 1, scael: log}}, sample: 2}',
      '3:28: Expected sweep.random.train.lr to be {min, max} with an optional scale of linear or log, or step, without "scael" (did you mean "scale"?), got {"min":0.1,"max":1,"scael":"log"}.'
    ],
    [
      'a step that does not fit',
      'sweep: {random: {train.lr: {min: 0.1, max: 1, step: 2}}, sample: 2}',
      '3:28: Expected sweep.random.train.lr to be a range with a step above 0 that fits between min and max, got {"min":0.1,"max":1,"step":2}.'
    ],
    [
      'draws without a number of them',
      'sweep: {random: {train.lr: {min: 0.1, max: 1}}}',
      '3:8: Expected sweep to be given a sample: N where it draws at random, got {"random":{"train.lr":{"min":0.1,"max":1}}}.'
    ],
    [
      'a value that a draw may not have',
      'sweep: {random: {prune.criterion: [taylor, wieght]}, sample: 9}',
      '3:35: Unknown criterion "wieght". Known: taylor, weight, random. Did you mean "weight"?'
    ],
    [
      'a value that a point may not have',
      'sweep:\n  list:\n    - {train.lr: 0.1}\n    - {train.lr: -1}',
      '6:18: Expected train.lr to be a number above 0, got -1 (number).'
    ],
    [
      'halving by an unknown key',
      'sweep: {train.lr: [0.1, 0.2], halving: {key: train.epoch, values: [1, 3]}}',
      '3:46: Unknown key "epoch" in train. Known: epochs, optimizer, lr, head, momentum, weightDecay, batchSize. Did you mean "epochs"?'
    ],
    [
      'halving by a swept key',
      'sweep: {train.epochs: [1, 2], halving: {key: train.epochs, values: [1, 3]}}',
      '3:46: Expected train.epochs to be swept in one way, got it in the grid and in halving. Take it out of one.'
    ],
    [
      'halving by values that do not rise',
      'sweep: {halving: {key: train.epochs, values: [3, 1]}}',
      '3:46: Expected sweep.halving.values to be a list of at least two numbers, each larger than the one before, got [3,1].'
    ],
    [
      'halving by values that the key does not take',
      'sweep: {halving: {key: train.epochs, values: [1, 1.5]}}',
      '3:46: Expected train.epochs to be a whole number of at least 0, got 1.5 (number).'
    ],
    [
      'halving with a misspelt word',
      'sweep: {halving: {key: train.epochs, values: [1, 3], factor: 3}}',
      '3:54: Unknown key "factor" in sweep.halving. Known: key, values, eta, mode.'
    ],
    [
      'halving of candidates with metrics of their own',
      'sweep: {metric.name: [validationLoss], halving: {key: train.epochs, values: [1, 3]}}',
      '3:9: Expected metric.name to be the same for all candidates of a halving, which are judged by it. Take it out of the sweep.'
    ]
  ];
  it.each(cases)('such as %s is told with its place and remedy', (_what, text, expected) => {
    expect(message(text)).toBe(`ConfigError: a/study.yaml:${expected}`);
  });
});
