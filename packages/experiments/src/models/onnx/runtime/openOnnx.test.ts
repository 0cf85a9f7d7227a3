import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {identityOnnx, type IdentityOnnxOptions} from '../../../testing/identityOnnx.ts';
import {ModelError} from '../../ModelError.ts';
import {openOnnx, type OnnxSession} from './openOnnx.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-onnx-'));
});
afterAll(() => rm(folder, {recursive: true}));

async function open(options: IdentityOnnxOptions, inputShape?: readonly number[]): Promise<OnnxSession> {
  const path = join(folder, 'x.onnx');
  await writeFile(path, identityOnnx(options));
  return openOnnx(path, {threads: 1, inputShape});
}

const ones = (size: number) => new Float32Array(size).fill(1);

it('takes any batch where the first size is open', async () => {
  const session = await open({type: 'float32', sizes: ['n', 4, 3]});
  expect(session.inputs).toEqual([{name: 'x', shape: [4, 3]}]);
  const sizes: number[] = [];
  const pass = session.passOf(5, size => (sizes.push(size), ones(size)));
  await pass();
  await pass();
  expect(sizes).toEqual([60]);
  await session.close();
});

it('takes the one batch that a graph is made for', async () => {
  const session = await open({type: 'float32', sizes: [2, 3]});
  expect(session.inputs).toEqual([{name: 'x', batch: 2, shape: [3]}]);
  await session.passOf(2, ones)();
  const refused = `Expected batches of 2, the only size that ${session.path} takes, got 1: --batch 2`;
  expect(() => session.passOf(1, ones)).toThrow(new ModelError(refused));
  await session.close();
});

it('takes sizes that are left open from outside', async () => {
  const session = await open({type: 'float32', sizes: ['n', 3, 'height', 'width']}, [3, 8, 9]);
  expect(session.inputs).toEqual([{name: 'x', shape: [3, 8, 9]}]);
  await session.passOf(2, ones)();
  await session.close();
});

it.each<[string, IdentityOnnxOptions, (readonly number[])?]>([
  ['to read float32 numbers, got an input "x" of int64.', {type: 'int64', sizes: ['n', 4]}],
  ['to read float32 numbers, got an input "x" of float16.', {type: 'float16', sizes: ['n', 4]}],
  [
    'to tell the sizes of its inputs behind the first, got "x" of [n, 3, w]. Tell the shape of one example by --input.',
    {type: 'float32', sizes: ['n', 3, 'w']}
  ],
  ['to tell the sizes of its inputs behind the first, got "x" of [].', {type: 'float32'}]
])('refuses a file that it expects %s', async (message, options, inputShape) => {
  const error = await open(options, inputShape).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ModelError);
  expect((error as ModelError).message).toContain(`Expected ${join(folder, 'x.onnx')} ${message}`);
});

it('refuses a shape that does not fit the sizes that are told', async () => {
  const opened = open({type: 'float32', sizes: ['n', 3, 'w']}, [4, 9]);
  await expect(opened).rejects.toThrow(/^Expected --input to fit what .* reads, \[3, w\], got \[4, 9\]\.$/);
});
