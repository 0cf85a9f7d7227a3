import {createHash} from 'node:crypto';
import {appendFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {disposeNetwork} from '@espalier/core';
import {openData} from '@espalier/datasets';
import {beforeAll, describe, expect, it} from 'vitest';
import {saveModel} from '../models/saveModel.ts';
import {buildZooNetwork} from '../models/zoo/index.ts';
import {runOne} from '../run/runOne.ts';
import {pruneModel, type PruneModelOptions} from './pruneModel.ts';
import {replayModel} from './replayModel.ts';

let folder: string;
beforeAll(async () => {
  await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
});

/** An untrained network of the zoo for the digits, on disk. */
async function model(name: string): Promise<string> {
  const path = join(folder, name);
  const {shape, classes} = await openData('digits', {seed: 0});
  const network = buildZooNetwork(name, {inputShape: shape, classes, seed: 3});
  await saveModel(network, path);
  disposeNetwork(network);
  return path;
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function bytesOf(model: string): Promise<readonly string[]> {
  return Promise.all(['model.json', 'weights.bin'].map(file => readFile(join(model, file)).then(digestOf)));
}

let count = 0;
const newFolder = () => join(folder, `out-${count++}`);

const brief = {updates: 2, unitsPerStep: 30, lr: 0.005, until: 'units=0.8', batchSize: 16, seed: 2} as const;

describe('replaying a log', () => {
  it.each<[string, string, Omit<PruneModelOptions, 'out'>]>([
    ['Taylor with updates', 'lenet', {...brief, units: ['convolution', 'dense'], exclude: ['conv1']}],
    ['activation, which looks at feature maps', 'lenet', {...brief, criterion: 'activation', finalUpdates: 5}],
    ['stand-alone scores without data', 'lenet', {...brief, updates: 0, criterion: 'weight', until: 'memory=0.9'}],
    [
      'one shot',
      'lenet',
      {...brief, unitsPerStep: 'all', updates: 0, finalUpdates: 3, criterion: 'apoz', examples: 50}
    ],
    ['residual streams with batch normalization', 'resnet-20', {...brief, unitsPerStep: 60, updates: 1}],
    ['AdamW', 'lenet', {...brief, optimizer: 'adamw', lr: 0.001, unitsPerStep: 10}],
    ['batch normalization', 'vgg-s-bn', {...brief, unitsPerStep: 60, updates: 1, floor: {'conv*': 0.5}}]
  ])('gives the bytes of the pruned model: %s', async (_what, name, options) => {
    const path = await model(name);
    const [pruned, again] = [newFolder(), newFolder()];
    const result = await pruneModel(path, 'digits', {...options, out: pruned});
    const steps: number[] = [];
    const document = await replayModel(join(pruned, 'history.jsonl'), path, {
      out: again,
      onStep: (done, total) => steps.push(done / total)
    });
    expect(await bytesOf(join(again, 'model'))).toEqual(await bytesOf(join(pruned, 'model')));
    const {units, parameters, flops} = result;
    expect(document).toMatchObject({replayed: 'pruning', same: true, units, parameters, flops, steps: result.steps});
    expect(steps.at(-1)).toBe(1);
    expect(await readdir(again)).toEqual(['model']);
  });

  it('gives the bytes of a run from the base network of the run', async () => {
    const file = join(folder, 'tiny.yaml');
    await writeFile(
      file,
      `dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 30, updates: 2, lr: 0.005, until: {units: 0.5}, units: [dense, convolution], floor: {conv1: 18}}
`
    );
    const {plan, store} = await runOne(file, {runs: join(folder, 'runs')});
    const stage = (await readdir(store.stages)).find(name => name.startsWith('base'))!;
    const document = await replayModel(plan[0]!.folder, join(store.stages, stage, 'model'), {out: newFolder()});
    expect(document).toMatchObject({replayed: 'pruning', same: true});
  });

  it('only cuts where no config.yaml tells how the network was fine-tuned', async () => {
    const path = await model('lenet');
    const [pruned, again] = [newFolder(), newFolder()];
    await pruneModel(path, 'digits', {...brief, out: pruned});
    await rm(join(pruned, 'config.yaml'));
    const document = await replayModel(pruned, path, {out: again});
    expect(document).toMatchObject({replayed: 'cuts', same: null, units: {after: 56}});
  });
});

describe('a log that cannot be replayed', () => {
  /** Prunes once, lets something happen to the folder, and replays. */
  async function failure(spoil: (pruned: string) => Promise<unknown>, other?: string): Promise<string> {
    const path = await model('lenet');
    const source = join(folder, 'spoilt');
    if (!(await readdir(source).catch(() => undefined))) {
      await pruneModel(path, 'digits', {...brief, updates: 0, criterion: 'weight', out: source});
    }
    const pruned = newFolder();
    await cp(source, pruned, {recursive: true});
    await spoil(pruned);
    const out = newFolder();
    const error = (await replayModel(join(pruned, 'history.jsonl'), other ?? path, {out}).catch(
      (cause: unknown) => cause
    )) as Error;
    expect(error.name).toBe('ConfigError');
    expect(await readdir(out).catch(() => 'absent')).toBe('absent');
    return error.message.replace(pruned, 'OUT');
  }
  const log = (pruned: string) => join(pruned, 'history.jsonl');
  const edit = (find: RegExp, by: string) => async (pruned: string) =>
    writeFile(log(pruned), (await readFile(log(pruned), 'utf8')).replace(find, by));

  it('is told apart: cut short, not JSON, not a step, a step missing', async () => {
    expect(await failure(pruned => truncate(log(pruned), 40))).toBe(
      'OUT/history.jsonl:1: Expected a whole line, got one that was cut short.'
    );
    expect(await failure(pruned => truncate(log(pruned), 0))).toBe(
      'OUT/history.jsonl: Expected at least one step, got an empty file.'
    );
    expect(await failure(pruned => rm(log(pruned)))).toBe(
      'Expected the history.jsonl of a pruning at OUT/history.jsonl, got no such file.'
    );
    expect(await failure(pruned => appendFile(log(pruned), '{"step"\n'))).toMatch(
      /^OUT\/history\.jsonl:2: Expected JSON, got /
    );
    expect(await failure(edit(/"removed":\[.*?\]/, '"removed":[]'))).toMatch(
      /^OUT\/history\.jsonl:1: Expected a step of a pruning; removed: /
    );
    expect(await failure(edit(/"step":1/, '"step":2'))).toBe('OUT/history.jsonl:1: Expected step 1, got step 2.');
    expect(
      await failure(async pruned =>
        appendFile(log(pruned), (await readFile(log(pruned), 'utf8')).replace('"step":1', '"step":2'))
      )
    ).toBe('OUT/history.jsonl: Expected the 1 steps of result.json beside it, got 2.');
  });

  it('is told apart: another model, groups and units that are not there', async () => {
    const other = await model('vgg-s-bn');
    expect(await failure(() => Promise.resolve(), other)).toMatch(
      /^OUT\/history\.jsonl: Expected the model that the log was written with \(sha256 [0-9a-f]{12}\), got another/
    );
    expect(await failure(pruned => rm(join(pruned, 'result.json')), other)).toMatch(
      /^OUT\/history\.jsonl: Step 1: Expected/
    );
    expect(await failure(edit(/"group":"conv\d"/, '"group":"conv9"'))).toBe(
      'OUT/history.jsonl: Step 1: Expected a group of conv1, conv2, got "conv9".'
    );
    expect(await failure(edit(/"index":\d+/, '"index":70'))).toMatch(
      /^OUT\/history\.jsonl: Step 1: Expected an index from 0 to (19|49) in conv[12], got 70\.$/
    );
    expect(await failure(edit(/"units":56/, '"units":55'))).toMatch(
      /Step 1: Expected 55 units to be left, as the log says, got 56\. It is the log of another model\.$/
    );
  });
});
