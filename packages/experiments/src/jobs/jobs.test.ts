import {mkdir, mkdtemp, readdir, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {disposeNetwork, trainNetwork} from '@espalier/core';
import {openData} from '@espalier/datasets';
import {beforeAll, describe, expect, it} from 'vitest';
import {saveModel} from '../models/saveModel.ts';
import {buildZooNetwork} from '../models/zoo/index.ts';
import {readLines} from '../runs/lines.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {correlateFiles} from './correlateFiles.ts';
import {evaluateModel} from './evaluateModel.ts';
import {inspectModel} from './inspectModel.ts';
import {measureOracleFile} from './measureOracleFile.ts';
import {parseUntil} from './parseUntil.ts';
import {pruneModel} from './pruneModel.ts';
import {scoreModel} from './scoreModel.ts';

let folder: string;
let model: string;
beforeAll(async () => {
  await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  const data = await openData('digits', {train: 200, seed: 0});
  const network = buildZooNetwork('lenet', {inputShape: data.shape, classes: data.classes, seed: 0});
  await trainNetwork(network, data.train, {epochs: 2, lr: 0.02});
  model = join(folder, 'model');
  await saveModel(network, model);
  disposeNetwork(network);
});

const part = {split: 'test', examples: 40} as const;

describe('scores and oracle', () => {
  it('agree about their units, and correlate', async () => {
    const scores = await scoreModel(model, 'digits', {...part, criteria: ['taylor', 'weight', 'random']});
    expect(Object.keys(scores.criteria)).toEqual(['taylor', 'weight', 'random']);
    expect(scores.units).toHaveLength(70);
    expect(scores.units[20]).toMatchObject({group: 'conv2', layers: ['conv2'], index: 0});
    expect(scores.data).toMatchObject({name: 'digits', split: 'test', examples: 40});
    const squares = scores.criteria['taylor']!.l2.slice(0, 20).reduce((sum, value) => sum + value ** 2, 0);
    expect(squares).toBeCloseTo(1, 10);
    const cache = join(folder, 'cache');
    const {document, cached, flops} = await measureOracleFile(model, 'digits', {...part, cache});
    expect(cached).toBe(false);
    expect(document.loss).toBeCloseTo(scores.loss, 6);
    expect(document.units).toEqual(scores.units);
    const [oraclePath, scoresPath] = [join(folder, 'oracle.json'), join(folder, 'scores.json')];
    await writeJson(oraclePath, document);
    await writeJson(scoresPath, scores);
    const {rows, format} = await correlateFiles(oraclePath, [scoresPath]);
    expect(format).toBe('espalier.correlation/1');
    expect(rows.map(({criterion}) => criterion)).toEqual(['taylor', 'weight', 'random']);
    expect(rows[0]!.perLayer).toBeGreaterThan(rows[2]!.perLayer!);
    const again = await measureOracleFile(model, 'digits', {...part, cache});
    expect(again).toEqual({document, cached: true, flops});
  });

  it('goes on with a measurement that was cut off, to the same numbers', async () => {
    const cache = join(folder, 'cut');
    const controller = new AbortController();
    const options = {...part, batchSize: 10, cache};
    const onProgress = (done: number) => done === 3 && controller.abort();
    await expect(
      measureOracleFile(model, 'digits', {...options, signal: controller.signal, onProgress})
    ).rejects.toThrow('Interrupted.');
    const steps: number[] = [];
    const resumed = await measureOracleFile(model, 'digits', {...options, onProgress: done => steps.push(done)});
    expect(steps[0]).toBe(4);
    const whole = await measureOracleFile(model, 'digits', {...options, cache: join(folder, 'uncut')});
    expect(resumed.document).toEqual(whole.document);
    expect((await readdir(cache)).filter(name => name.includes('partial'))).toEqual([]);
  });

  it('are refused where they are about different things', async () => {
    const scores = JSON.parse(await readFile(join(folder, 'scores.json'), 'utf8')) as {model: {sha256: string}};
    const other = join(folder, 'other.json');
    await writeJson(other, {...scores, model: {...scores.model, sha256: 'f'.repeat(64)}});
    const oracle = join(folder, 'oracle.json');
    await expect(correlateFiles(oracle, [other])).rejects.toThrow(
      `Expected ${other} and ${oracle} to be about the same model, got ${model} (sha256 ffffffffffff) and ${model} (sha256 ${scores.model.sha256.slice(0, 12)}). Score the model on the data that the oracle was measured on.`
    );
    await expect(correlateFiles(other, [oracle])).rejects.toThrow(
      `${other}: Expected format to be "espalier.oracle/1", got "espalier.scores/1" (string).`
    );
    await writeFile(other, '{"format": ');
    await expect(correlateFiles(other, [])).rejects.toThrow(`${other}: Expected JSON, got `);
    await expect(correlateFiles(join(folder, 'none.json'), [])).rejects.toThrow(
      `Expected espalier.oracle/1 at ${join(folder, 'none.json')}, got no such file.`
    );
  });

  it('need a known criterion, and a curvature that can be read', async () => {
    await expect(scoreModel(model, 'digits', {...part, criteria: ['tailor']})).rejects.toThrow(
      'Did you mean "taylor"?'
    );
    await expect(scoreModel(model, 'digits', {...part, criteria: ['obd'], curvature: 'sampled:0'})).rejects.toThrow(
      'Expected --curvature to be exact or sampled:N with N of at least 1, got "sampled:0".'
    );
  });
});

describe('pruning a model', () => {
  const options = {updates: 1, unitsPerStep: 10, lr: 0.001};

  it('writes a smaller model that evaluates to what result.json says', async () => {
    const out = join(folder, 'pruned');
    const result = await pruneModel(model, 'digits', {...options, out, until: 'units=0.6'});
    expect(result.units).toEqual({before: 70, after: 42});
    expect((await readdir(out)).toSorted()).toEqual([
      'config.yaml',
      'history.jsonl',
      'metrics.jsonl',
      'model',
      'result.json',
      'timings.jsonl'
    ]);
    expect(JSON.parse(await readFile(join(out, 'result.json'), 'utf8'))).toEqual(result);
    const {accuracy} = await evaluateModel(join(out, 'model'), 'digits');
    expect(accuracy).toBe(result.accuracy.after);
    const {units, flops} = await inspectModel(join(out, 'model'));
    expect([units, flops]).toEqual([42, result.flops.after]);
    const history = (await readLines(join(out, 'history.jsonl'))) as {removed: unknown[]; left: {units: number}}[];
    expect(history.map(({removed, left}) => [removed.length, left.units])).toEqual([
      [10, 60],
      [10, 50],
      [8, 42]
    ]);
    expect(Object.keys(history[0]!)).toEqual(['step', 'removed', 'before', 'after', 'left']);
  });

  it('leaves nothing behind where the target cannot be reached, or --out is taken', async () => {
    const home = join(folder, 'home');
    await mkdir(home);
    await expect(
      pruneModel(model, 'digits', {...options, out: join(home, 'a'), until: 'params=0.0001'})
    ).rejects.toThrow(/^Expected a target for parameters that pruning can reach, got 0\.0001: /);
    expect(await readdir(home)).toEqual([]);
    await writeFile(join(home, 'kept'), '');
    await expect(pruneModel(model, 'digits', {...options, out: home})).rejects.toThrow(
      `Expected --out to be a new or empty folder, got ${home}, which is not empty.`
    );
    expect(await readdir(home)).toEqual(['kept']);
  });

  it('reads its target strictly', () => {
    expect(parseUntil('flops=0.5')).toEqual({flops: 0.5});
    expect(parseUntil('drop=2.5')).toEqual({maxDrop: {metric: 'validationAccuracy', points: 2.5}});
    expect(parseUntil('units=0.3,drop=1', 'worstClassAccuracy')).toEqual({
      units: 0.3,
      maxDrop: {metric: 'validationWorstClassAccuracy', points: 1}
    });
    expect(() => parseUntil('drop=-1')).toThrow(
      'Expected --until drop to be percentage points above 0 and below 100, got "drop=-1".'
    );
    for (const text of ['units=0.3,flops=0.3', 'drop=1,drop=2']) {
      expect(() => parseUntil(text)).toThrow(
        `Expected --until to have one of flops, params, units, memory, latency, drop, or one and drop, got "${text}".`
      );
    }
    for (const text of ['flops=1', 'flops', 'speed=0.5', 'units=']) {
      expect(() => parseUntil(text)).toThrow(
        `Expected --until to be flops|params|units|memory|latency=FRACTION with a fraction between 0 and 1, got "${text}".`
      );
    }
  });
});

it('refuses data that the model does not take', async () => {
  await expect(evaluateModel(model, 'fashion-mnist', {examples: 10})).rejects.toThrow(
    `Expected fashion-mnist to have examples of shape [8, 8, 1], which ${model} takes, got [28, 28, 1].`
  );
});

it('describes a model: layers, groups, sizes, and how far it could go', async () => {
  const document = await inspectModel(model);
  expect(document).toMatchObject({format: 'espalier.inspection/1', units: 70, smallest: {size: {units: 2}}});
  expect(document.groups.map(({name, units, consumers}) => [name, units, consumers])).toEqual([
    ['conv1', 20, ['conv2']],
    ['conv2', 50, ['dense1']]
  ]);
});

it('takes a network of the zoo for a model: untrained, always the same, fitted to the data', async () => {
  const [first, second] = [await evaluateModel('lenet', 'digits'), await evaluateModel('lenet', 'digits')];
  expect(first).toEqual(second);
  expect(first.model).toEqual({path: 'lenet', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string});
  const {units, layers} = await inspectModel('vgg-s');
  expect([units, layers[0]!.shape]).toEqual([448, [32, 32, 3]]);
});

it('measures the oracle also where nothing can be remembered', async () => {
  const cache = join(model, 'model.json', 'no-folder');
  const measure = () => measureOracleFile(model, 'digits', {examples: 10, cache});
  const [first, second] = [await measure(), await measure()];
  expect([first.cached, second.cached]).toEqual([false, false]);
  expect(first.document).toEqual(second.document);
});
