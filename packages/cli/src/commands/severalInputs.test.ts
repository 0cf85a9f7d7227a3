import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {buildNetwork, disposeNetwork} from '@espalier/core';
import {saveModel} from '@espalier/experiments';
import {beforeAll, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';
import {writeNpz, type NpyArray} from '../testing/writeNpz.ts';

let folder: string;
let cache: string;
beforeAll(async () => {
  ({folder, cache} = await makeWorkFolder());
  await startEngine({threads: 1});
  const conv = (name: string, input: string) => ({
    type: 'Conv1D',
    name,
    config: {filters: 6, kernel_size: 3, padding: 'same', activation: 'relu'},
    inputs: [input]
  });
  const network = buildNetwork({
    name: 'two-in-two-out',
    inputShape: [8, 2],
    seed: 0,
    layers: [
      {type: 'InputLayer', name: 'extra', config: {batch_input_shape: [null, 8, 3], dtype: 'float32'}},
      conv('a', 'input'),
      conv('b', 'extra'),
      {type: 'Add', name: 'both', inputs: ['a', 'b']},
      {type: 'GlobalAveragePooling1D', name: 'pool'},
      {type: 'Dense', name: 'classes', config: {units: 3}, inputs: ['pool']},
      {type: 'Dense', name: 'other', config: {units: 5}, inputs: ['pool']}
    ],
    outputs: ['classes', 'other']
  });
  await saveModel(network, join(folder, 'model'));
  disposeNetwork(network);
  const values = (count: number, width: number): NpyArray => ({
    shape: [count, 8, width],
    values: Float32Array.from({length: count * 8 * width}, (_, i) => Math.sin(i * i))
  });
  const labels = (count: number): NpyArray => ({
    shape: [count],
    values: Int32Array.from({length: count}, (_, i) => i % 3)
  });
  const first = {x_train: values(30, 2), y_train: labels(30), x_test: values(9, 2), y_test: labels(9)};
  await writeNpz(join(folder, 'half.npz'), first);
  await writeNpz(join(folder, 'data.npz'), {...first, 'x_train.extra': values(30, 3), 'x_test.extra': values(9, 3)});
});

async function json(line: string): Promise<Record<string, unknown>> {
  const {code, stdout, stderr} = await espalier([...line.split(' '), '--json'], {
    cwd: folder,
    env: {ESPALIER_CACHE: cache}
  });
  expect({line, code, stderr: code === 0 ? '' : stderr}).toEqual({line, code: 0, stderr: ''});
  return JSON.parse(stdout) as Record<string, unknown>;
}

it('scores, measures, prunes, evaluates and replays a network of several inputs and outputs', async () => {
  expect(await json('score model --data data.npz --criteria taylor,obd')).toMatchObject({units: {length: 6}});
  expect(await json('oracle model --data data.npz')).toMatchObject({units: {length: 6}});
  const pruned = await json('prune model --data data.npz --until units=0.5 --updates 2 --batch-size 8 --out small');
  expect(pruned).toMatchObject({units: {before: 6, after: 3}});
  expect(await json('evaluate small/model --data data.npz')).toMatchObject({
    accuracy: (pruned.accuracy as {after: number}).after
  });
  expect(await json('replay small model --out again')).toMatchObject({same: true});
});

it('does so in a run too', async () => {
  const lines = ['dataset: {name: ./data.npz}', 'model: {path: model}', 'prune: {updates: 1, until: {units: 0.5}}'];
  await writeFile(join(folder, 'run.yaml'), lines.join('\n'));
  expect(await json('run run.yaml')).toMatchObject({runs: [{status: 'finished'}]});
});

it('says which arrays are missing', async () => {
  const {code, stderr} = await espalier('prune model --data half.npz --out none -q'.split(' '), {cwd: folder});
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^espalier: Expected half\.npz to hold the arrays .*: x_train\.extra, x_test\.extra are missing\.\n$/
  );
});
