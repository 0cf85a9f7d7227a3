import {cp, mkdir, readdir, readFile, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier} from './testing/espalier.ts';
import {writeTinyModel} from './testing/tinyModel.ts';
import {makeWorkFolder} from './testing/workFolder.ts';
import {writeNpz} from './testing/writeNpz.ts';

let folder: string;
let cache: string;
let before: readonly string[];
beforeAll(async () => {
  ({folder, cache} = await makeWorkFolder());
  await writeTinyModel(folder);
  await writeBadData();
  await writeBadModels();
  await Promise.all(Object.entries(FILES).map(([name, text]) => writeFile(join(folder, name), text)));
  await mkdir(join(folder, 'full'));
  await writeFile(join(folder, 'full', 'notes.txt'), 'mine');
  before = await readdir(folder);
});

const FILES = {
  'key.yaml': 'dataset: {name: digits}\nmodel: {zoo: lenet}\nprune:\n  critereon: taylor\n',
  'type.yaml': 'dataset: {name: digits}\nmodel: {zoo: lenet}\ntrain: {epochs: many}\n',
  'two.yaml': 'dataset: {name: digits}\nmodel: {zoo: lenet}\nseeds: [0, 1]\n',
  'full-data.yaml': 'dataset: {name: fashion-mnist, train: 3000}\nmodel: {zoo: lenet}\n',
  'syntax.ts': 'export const broken = {;\n',
  'none.ts': 'export const answer = 42;\n',
  'shape.ts': `import {defineCriterion} from '@espalier/core';
export const wrong = defineCriterion({
  name: 'wrong',
  needs: ['gateGradient'],
  perExample: ({gateGradient}) => gateGradient.sum()
});
`
};

async function writeBadData(): Promise<void> {
  const x = (spoilt = 0.5) => ({
    shape: [20, 8, 8, 1],
    values: new Float32Array(20 * 64).fill(0.5).fill(spoilt, 70, 71)
  });
  const y = (third = 3) => ({shape: [20], values: Int32Array.from({length: 20}, (_, i) => (i === 3 ? third : i % 10))});
  const good = {x_train: x(), y_train: y(), x_test: x(), y_test: y()};
  await writeNpz(join(folder, 'nan.npz'), {...good, x_train: x(NaN)});
  await writeNpz(join(folder, 'labels.npz'), {...good, y_test: y(-4)});
  await writeFile(join(folder, 'torn.npz'), (await readFile(join(folder, 'nan.npz'))).subarray(0, 300));
  await mkdir(join(folder, 'idx'));
  for (const name of ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz']) {
    await writeFile(join(folder, 'idx', name), 'not what it says');
  }
}

async function writeBadModels(): Promise<void> {
  const model = join(folder, 'model');
  for (const name of ['cut', 'torn', 'lost', 'strange']) await cp(model, join(folder, name), {recursive: true});
  const text = await readFile(join(model, 'model.json'), 'utf8');
  await truncate(join(folder, 'cut', 'weights.bin'), 1000);
  await writeFile(join(folder, 'torn', 'model.json'), '{"modelTopology": ');
  await writeFile(join(folder, 'lost', 'model.json'), text.replaceAll('weights.bin', 'other.bin'));
  await writeFile(join(folder, 'strange', 'model.json'), text.replaceAll('MaxPooling2D', 'MaxPoolingXD'));
}

const CRITERIA =
  'activation, activation-std, apoz, mutual-information, obd, obd-weights, random, taylor, taylor-elementwise, ' +
  'taylor-fo, taylor-signed, weight';
const PRUNE_KEYS =
  'criterion, normalize, flopsLambda, flopsScale, cost, floor, unitsPerStep, updates, autoUpdates, optimizer, lr, momentum, weightDecay, batchSize, curvature, until, units, exclude, finalUpdates, latencyBatch, distill';
const SCORE = 'score model --data digits --examples 4 --out scores.json';
const PRUNE = 'prune model --data digits --out pruned';

/** Command line, and all that it says. FOLDER stands for the folder it runs in. */
const CASES: readonly (readonly [command: string, says: string])[] = [
  [`${SCORE} --criteria tailor`, `Unknown criterion "tailor". Known: ${CRITERIA}. Did you mean "taylor"?`],
  [`${SCORE} --criteria weight --exampels 3`, "Unknown option '--exampels'. Did you mean --examples?"],
  [
    `${SCORE} --criteria weight --split tset`,
    "Option '--split <split>' argument 'tset' is invalid. Allowed choices are train, validation, test."
  ],
  [`score model --data digits --criteria weight`, 'Expected --out FILE to write, or --json to print.'],
  [`score model --data digits --criteria weight --out full`, 'Expected --out to be a file, got the folder full.'],
  [
    `${SCORE} --criteria wrong --plugin shape.ts`,
    'Expected `perExample` of criterion "wrong" to return [4, 20] (examples, units) for group "conv1", got [].'
  ],
  [
    'criteria --plugin syntax.ts',
    'Could not load plugin FOLDER/syntax.ts: FOLDER/syntax.ts:1:24: Expected identifier but found ";".'
  ],
  [
    'criteria --plugin none.ts',
    'Expected plugin FOLDER/none.ts to export a criterion made by defineCriterion, got exports answer.'
  ],
  ['run key.yaml', `key.yaml:4:3: Unknown key "critereon" in prune. Known: ${PRUNE_KEYS}. Did you mean "criterion"?`],
  ['sweep type.yaml', 'type.yaml:3:17: Expected train.epochs to be a whole number of at least 0, got "many" (string).'],
  [
    'run two.yaml prune.lrr=3',
    `override prune.lrr=3: Unknown key "lrr" in prune. Known: ${PRUNE_KEYS}. Did you mean "lr"?`
  ],
  [
    'run two.yaml',
    'Expected two.yaml to describe one run, got 2. Choose one point by --seeds N, or use espalier sweep.'
  ],
  ['sweep nowhere.yaml', 'Expected an experiment file at nowhere.yaml, got no such file.'],
  ['data inspect nan.npz', 'Expected x_train[1, 0, 6, 0] of nan.npz to be a finite number, got NaN.'],
  ['data inspect labels.npz', 'Expected y_test[3] of labels.npz to be a class index from 0 to 9, got -4.'],
  [
    'data inspect torn.npz',
    'Expected torn.npz to be a whole .npz (zip) file, got one that cannot be unpacked: no end of the central directory.'
  ],
  [
    'run full-data.yaml --data-dir idx',
    'Expected idx/train-images-idx3-ubyte.gz, unpacked, to have sha256 ' +
      'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888, got ' +
      'SHA256: it is damaged or another file.'
  ],
  ['evaluate cut --data digits', 'cut/model.json: Expected weights.bin to hold 524320 bytes of weights, got 1000.'],
  ['evaluate torn --data digits', 'torn/model.json: Expected JSON, got Unexpected end of JSON input.'],
  [
    'evaluate lost --data digits',
    "lost/model.json: Expected the weight file other.bin beside it, got ENOENT: no such file or directory, open 'lost/other.bin'."
  ],
  [
    'evaluate model --data fashion-mnist',
    'Expected fashion-mnist to have examples of shape [8, 8, 1], which model takes, got [28, 28, 1].'
  ],
  [
    `${PRUNE} --until flop=0.5`,
    '--until: Unknown target "flop". Known: flops, params, units, memory, latency, drop. Did you mean "flops"?'
  ],
  [
    `${PRUNE} --until flops=1.5`,
    'Expected --until to be flops|params|units|memory|latency=FRACTION with a fraction between 0 and 1, got "flops=1.5".'
  ],
  [
    `${PRUNE} --until flops=0.0001`,
    'Expected a target for flops that pruning can reach, got 0.0001: with one unit (or the floor) left in every group, 0.0164 of flops remain.'
  ],
  [
    `${PRUNE} --until drop=0.5`,
    'Expected a drop of validationAccuracy that 144 validation examples can rule out, got 0.5 points: even if no answer changes it may be 1.84 (95 % confidence). Take more validation examples or allow more points.'
  ],
  [
    `${PRUNE} --until units=0.5,drop=200`,
    'Expected --until drop to be percentage points above 0 and below 100, got "drop=200".'
  ],
  [`${PRUNE} --lr abc`, 'Expected --lr to be a number above 0, got "abc".'],
  ['prune model --data digits --out full', 'Expected --out to be a new or empty folder, got full, which is not empty.'],
  ['inspect model --svg full', 'Expected --svg to be a file, got the folder full.'],
  ['report', 'Expected runs in runs, got none. Start some with: espalier sweep FILE'],
  ['prun model', "Unknown command 'prun'. Did you mean one of prune, run? `espalier --help` lists the commands."]
];

describe('bad input', () => {
  it.concurrent.each(CASES)('%s', {timeout: 120_000}, async (command, says) => {
    const {code, stdout, stderr} = await espalier(command.split(' '), {cwd: folder, env: {ESPALIER_CACHE: cache}});
    const said = stderr.replaceAll(folder, 'FOLDER').replace(/got [0-9a-f]{64}/, 'got SHA256');
    expect({code, stdout, said}).toEqual({code: 2, stdout: '', said: `espalier: ${says}\n`});
  });

  it('says the same of a model with an unknown layer', async () => {
    const {code, stderr} = await espalier(['inspect', 'strange'], {cwd: folder});
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^espalier: strange: Layer "pool1" \(MaxPoolingXD\): Unknown layer class "MaxPoolingXD"\. Known: .*MaxPooling2D/
    );
  });

  it('ends with 1 when training diverges, and with 3 when an engine cannot be had', async () => {
    const diverging = `${PRUNE} --lr 1e30 --updates 3 --until units=0.9`.split(' ');
    const training = await espalier(diverging, {cwd: folder});
    expect(training).toEqual({
      code: 1,
      stdout: '',
      stderr: 'espalier: Expected the loss to stay finite, got NaN with learning rate 1e+30. Lower it.\n'
    });
    const engine = await espalier(['evaluate', 'model', '--data', 'digits'], {
      cwd: folder,
      env: {ESPALIER_ENGINE: 'abacus'}
    });
    expect(engine).toEqual({
      code: 3,
      stdout: '',
      stderr: 'espalier: Expected ESPALIER_ENGINE to be one of auto, native, gpu, wasm, js, got "abacus"\n'
    });
    const doctor = await espalier(['doctor', '--json'], {cwd: folder, env: {ESPALIER_ENGINE: 'abacus'}});
    expect(doctor.code).toBe(3);
    expect(JSON.parse(doctor.stdout)).toMatchObject({
      format: 'espalier.doctor/1',
      error: expect.stringContaining('abacus') as string
    });
  });

  it('leaves nothing half-written', async () => {
    const made = (await readdir(folder)).filter(name => !before.includes(name));
    expect(made.filter(name => name !== 'runs')).toEqual([]);
    expect((await readdir(join(folder, 'runs')).catch(() => [])).filter(name => name !== '.stages')).toEqual([]);
  });
});
