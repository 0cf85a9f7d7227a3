import {cp, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {disposeNetwork} from '@espalier/core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {loadModel} from './loadModel.ts';
import {saveModel} from './saveModel.ts';
import {buildZooNetwork} from './zoo/index.ts';

let folder: string;
let good: string;
beforeAll(async () => {
  await startEngine({threads: 1});
  folder = await mkdtemp(join(tmpdir(), 'espalier-bad-'));
  good = join(folder, 'good');
  const network = buildZooNetwork('lenet', {inputShape: [8, 8, 1], classes: 3, seed: 0});
  await saveModel(network, good);
  disposeNetwork(network);
});
afterAll(() => rm(folder, {recursive: true, force: true}));

let count = 0;

/** A copy of a good model with the text of its model.json changed. */
async function spoilt(change: (text: string) => string): Promise<string> {
  const path = join(folder, `bad${count++}`);
  await cp(good, path, {recursive: true});
  const file = join(path, 'model.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return path;
}

it('refuses a cycle of layers', async () => {
  const path = await spoilt(text => text.replace('[[["input",0,0,{}]]]', '[[["conv2",0,0,{}]]]'));
  await expect(loadModel(path)).rejects.toThrow(
    /^\S+: Expected the model to have no cycles, got one through layer "\w+"/
  );
});

it('refuses a layer class that it does not know, by name', async () => {
  const path = await spoilt(text => text.replace('"class_name":"MaxPooling2D"', '"class_name":"MaxPoolingXD"'));
  await expect(loadModel(path)).rejects.toThrow(
    /"pool1" \(MaxPoolingXD\): Unknown layer class "MaxPoolingXD"\. Known: /
  );
});

it('refuses code, and classes that are code elsewhere', async () => {
  const lambda = await spoilt(text => text.replace('"class_name":"MaxPooling2D"', '"class_name":"Lambda"'));
  await expect(loadModel(lambda)).rejects.toThrow(
    `${lambda}/model.json: Expected layer "pool1" to be described by its settings, got a Lambda, whose code lies in the ` +
      'model file and is never run. Save the model with a layer of Keras in its place.'
  );
  const own = await spoilt(text =>
    text.replace('"class_name":"MaxPooling2D"', '"class_name":"MaxPooling2D","registered_name":"mine>Pool"')
  );
  await expect(loadModel(own)).rejects.toThrow(
    `${own}/model.json: Expected layer "pool1" to be of a class of Keras, got mine>Pool, whose code is not in the file.`
  );
});

it('refuses weight files outside its folder', async () => {
  for (const path of ['../good/weights.bin', '/etc/passwd', 'a/../../good/weights.bin', '..\\\\weights.bin']) {
    const bad = await spoilt(text => text.replace('"weights.bin"', `"${path}"`));
    await expect(loadModel(bad)).rejects.toThrow(
      `${bad}/model.json: Expected weight files to lie beside it, got the path `
    );
  }
});

it('refuses weight files that may never end', async () => {
  const bad = await spoilt(text => text);
  await rm(join(bad, 'weights.bin'));
  await symlink('/dev/zero', join(bad, 'weights.bin'));
  await expect(loadModel(bad)).rejects.toThrow(
    `${bad}/model.json: Expected the weight file weights.bin to be a file, got something else.`
  );
});

it('refuses two weights of one name', async () => {
  const bad = await spoilt(text => text.replace('"conv2/kernel"', '"conv1/kernel"'));
  await expect(loadModel(bad)).rejects.toThrow(
    `${bad}/model.json: Expected names of weights to differ, got "conv1/kernel" twice.`
  );
});

it('refuses a header that claims 4 GB, without taking them', async () => {
  const before = process.memoryUsage().rss;
  const path = await spoilt(text => text.replace('"shape":[5,5,1,20]', '"shape":[32768,32768,1,1]'));
  await expect(loadModel(path)).rejects.toThrow(
    /^\S+model.json: Expected weights.bin to hold 429\d{7} bytes of weights, got \d+\.$/
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
});

it('refuses JSON that is nested beyond reason', async () => {
  const path = await spoilt(text =>
    text.replace('"modelTopology":{', `"modelTopology":{"x":${'['.repeat(5000)}${']'.repeat(5000)},`)
  );
  await expect(loadModel(path)).rejects.toThrow(
    `${path}/model.json: Expected layer "lenet" to be nested at most 500 deep, got more.`
  );
});
