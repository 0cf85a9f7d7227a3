import {describe, expect, it} from 'vitest';
import {expandSweep, type RunConfig} from './expandSweep.ts';
import {parseExperimentFile, type ParseOptions} from './experimentFile.ts';

const known = {
  criteria: ['taylor', 'weight', 'random'],
  datasets: ['digits', 'fashion-mnist'],
  zoo: ['lenet', 'vgg-s']
};
const base = 'dataset: {name: digits}\nmodel: {zoo: lenet}\n';

function runs(text: string, options: ParseOptions = {}): readonly RunConfig[] {
  return expandSweep(parseExperimentFile(text, 'a/study.yaml', options), known);
}

function message(text: string, options: ParseOptions = {}): string {
  try {
    runs(text, options);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'no error';
}

describe('resolving an experiment file', () => {
  it('fills in every default', () => {
    expect(runs(base)).toEqual([
      {
        sweep: 'study',
        seed: 0,
        point: {},
        settings: {
          dataset: {name: 'digits'},
          model: {zoo: 'lenet'},
          train: {epochs: 5, lr: 0.01, momentum: 0.9, weightDecay: 0.0001, batchSize: 32},
          prune: {
            criterion: 'taylor',
            normalize: 'l2',
            flopsLambda: 0,
            flopsScale: 'paper',
            floor: 1,
            unitsPerStep: 1,
            updates: 30,
            lr: 0.0001,
            momentum: 0.9,
            weightDecay: 0.0001,
            batchSize: 32,
            curvature: 'sampled:1',
            until: {flops: 0.5}
          },
          scores: {examples: 'all', batchSize: 32, curvature: 'sampled:1'},
          metric: {name: 'validationAccuracy', goal: 'maximize'},
          plugins: []
        }
      }
    ]);
  });

  it('takes weights from a file as they are, from a path relative to the experiment file', () => {
    const [run] = runs('dataset: {name: digits}\nmodel: {path: ./trained}\nplugins: [./mine.ts, some-package]');
    expect(run?.settings.train.epochs).toBe(0);
    expect(run?.settings.model.path).toBe(`${process.cwd()}/a/trained`);
    expect(run?.settings.plugins).toEqual([`${process.cwd()}/a/mine.ts`, 'some-package']);
  });

  it('takes a base width of networks that have one, and names the place where another is given one', () => {
    const swept = runs('dataset: {name: digits}\nmodel: {zoo: vgg-s}\nsweep: {model.width: [4, 8]}');
    expect(swept.map(({settings}) => settings.model)).toEqual([
      {zoo: 'vgg-s', width: 4},
      {zoo: 'vgg-s', width: 8}
    ]);
    expect(message('dataset: {name: digits}\nmodel:\n  zoo: lenet\n  width: 8')).toMatch(
      /^ConfigError: a\/study\.yaml:4:10: Expected a network that has a base width for the width 8, got lenet, whose sizes/
    );
    expect(message('dataset: {name: digits}\nmodel: {path: ./trained, width: 8}')).toContain(
      'Expected model to be a network of the zoo where a width is given'
    );
    expect(message('dataset: {name: digits}\nmodel: {zoo: vgg-s, width: 0}')).toContain(
      'Expected model.width to be a whole number of at least 1, got 0'
    );
  });

  it('scores on the examples of the oracle, so that the two can be compared', () => {
    expect(runs(`${base}oracle: {examples: 300}`)[0]?.settings.scores.examples).toBe(300);
  });

  it('goes through all points of the grid for one seed before the next seed', () => {
    const found = runs(`${base}seeds: [0, 1]\nsweep:\n  prune.criterion: [taylor, weight]\n  prune.updates: [5, 10]`);
    expect(found.map(run => [run.seed, run.settings.prune.criterion, run.settings.prune.updates])).toEqual([
      [0, 'taylor', 5],
      [0, 'taylor', 10],
      [0, 'weight', 5],
      [0, 'weight', 10],
      [1, 'taylor', 5],
      [1, 'taylor', 10],
      [1, 'weight', 5],
      [1, 'weight', 10]
    ]);
    expect(found[5]?.point).toEqual({'prune.criterion': 'taylor', 'prune.updates': 10});
  });

  it('draws the same random points every time, within their ranges', () => {
    const text = `${base}sweep:
  prune.criterion: [taylor, weight]
  random: {prune.lr: {min: 1.0e-5, max: 1.0e-2, scale: log}, prune.updates: {min: 1, max: 3}}
  sample: 20`;
    const found = runs(text);
    expect(found).toHaveLength(40);
    expect(found).toEqual(runs(text));
    for (const {settings} of found) {
      expect(settings.prune.lr).toBeGreaterThanOrEqual(1e-5);
      expect(settings.prune.lr).toBeLessThan(1e-2);
      expect([1, 2, 3]).toContain(settings.prune.updates);
    }
  });

  it('samples points of the grid in their order', () => {
    const found = runs(`${base}sweep: {prune.updates: [1, 2, 3, 4, 5], sample: 3}`).map(
      run => run.settings.prune.updates
    );
    expect(found).toHaveLength(3);
    expect([...found].sort()).toEqual(found);
  });

  it('applies overrides with values typed as in YAML, and takes an overridden key out of the sweep', () => {
    const text = `${base}sweep: {prune.criterion: [taylor, weight]}`;
    const overrides = ['prune.criterion=random', 'prune.until={units: 0.6}', 'train.epochs=0'];
    const [run, ...rest] = runs(text, {overrides, seeds: [7]});
    expect(rest).toEqual([]);
    expect(run?.settings.prune.criterion).toBe('random');
    expect(run?.settings.prune.until).toEqual({units: 0.6});
    expect(run?.settings.train.epochs).toBe(0);
    expect(run?.seed).toBe(7);
  });

  it('freezes what it resolves', () => {
    expect(() => Object.assign(runs(base)[0]?.settings.prune ?? {}, {lr: 1})).toThrow(TypeError);
  });
});

describe('a mistake in an experiment file', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'a misspelt section',
      `${base}trian: {epochs: 1}`,
      'a/study.yaml:3:1: Unknown key "trian". Known: name, dataset, model, train, prune, scores, oracle, metric, metrics, splits, milestones, plugins, seeds, repeat, sweep, tracking, slurm, reference. Did you mean "train"?'
    ],
    [
      'a misspelt key',
      `${base}train:\n  epoch: 1`,
      'a/study.yaml:4:3: Unknown key "epoch" in train. Known: epochs, optimizer, lr, head, momentum, weightDecay, batchSize. Did you mean "epochs"?'
    ],
    [
      'a wrong type',
      `${base}train: {epochs: five}`,
      'a/study.yaml:3:17: Expected train.epochs to be a whole number of at least 0, got "five" (string).'
    ],
    [
      'a number out of range',
      `${base}prune: {until: {flops: 1.5}}`,
      'a/study.yaml:3:24: Expected prune.until.flops to be a fraction between 0 and 1, got 1.5 (number).'
    ],
    [
      'two targets',
      `${base}prune: {until: {flops: 0.5, units: 0.5}}`,
      'a/study.yaml:3:16: Expected prune.until to be exactly one of flops, params, units, memory and latency, or maxDrop, alone or with one of them, got {"flops":0.5,"units":0.5}.'
    ],
    [
      'a missing section',
      'model: {zoo: lenet}',
      'a/study.yaml:1:1: Expected dataset to be a map of keys, got nothing.'
    ],
    [
      'an unknown criterion',
      `${base}prune: {criterion: tailor}`,
      'a/study.yaml:3:20: Unknown criterion "tailor". Known: taylor, weight, random. Did you mean "taylor"?'
    ],
    [
      'an unknown criterion in a sweep',
      `${base}sweep:\n  prune.criterion: [taylor, wieght]`,
      'a/study.yaml:4:20: Unknown criterion "wieght". Known: taylor, weight, random. Did you mean "weight"?'
    ],
    [
      'an unknown data set',
      'dataset: {name: digit}\nmodel: {zoo: lenet}',
      'a/study.yaml:1:17: Unknown data set "digit". Known: digits, fashion-mnist. Did you mean "digits"?'
    ],
    [
      'an unknown network',
      'dataset: {name: digits}\nmodel: {zoo: resnet}',
      'a/study.yaml:2:14: Unknown network "resnet". Known: lenet, vgg-s. Did you mean "lenet"?'
    ],
    [
      'an unknown key in a sweep',
      `${base}sweep:\n  prune.criterium: [taylor]`,
      'a/study.yaml:4:3: Unknown key "criterium" in prune. Known: criterion, normalize, flopsLambda, flopsScale, cost, floor, unitsPerStep, updates, autoUpdates, optimizer, lr, momentum, weightDecay, batchSize, curvature, until, units, exclude, finalUpdates, latencyBatch, distill. Did you mean "criterion"?'
    ],
    [
      'a lone value in a sweep',
      `${base}sweep: {prune.updates: 5}`,
      'a/study.yaml:3:24: Expected sweep.prune.updates to be a list of values, got 5 (number).'
    ],
    ['a key given twice', `${base}model: {zoo: lenet}`, 'a/study.yaml:3:1: Expected each key once, got "model" again.'],
    [
      'a tab',
      `${base}train:\n\tepochs: 1`,
      'a/study.yaml:4:1: Expected spaces, got a tab. YAML is indented with spaces.'
    ],
    ['an empty file', '# nothing yet\n', 'a/study.yaml: Expected an experiment, got an empty file.'],
    ['a list', '- dataset', 'a/study.yaml:1:1: Expected a map of keys, got a list.'],
    [
      'a seed given twice',
      `${base}seeds: [1, 1]`,
      'a/study.yaml:3:8: Expected seeds to be a list of different seeds, got [1,1].'
    ]
  ];
  it.each(cases)('says what is wrong with %s', (_what, text, expected) => {
    expect(message(text)).toBe(`ConfigError: ${expected}`);
  });

  it('names the override that brought it', () => {
    expect(message(base, {overrides: ['train.epochs=many']})).toBe(
      'ConfigError: override train.epochs=many: Expected train.epochs to be a whole number of at least 0, got "many" (string).'
    );
    expect(message(base, {overrides: ['train.epohcs=3']})).toBe(
      'ConfigError: override train.epohcs=3: Unknown key "epohcs" in train. Known: epochs, optimizer, lr, head, momentum, weightDecay, batchSize. Did you mean "epochs"?'
    );
    expect(message(base, {overrides: ['epochs']})).toBe(
      'ConfigError: Expected an override to be key=value with a dotted key, got "epochs".'
    );
  });
});
