import {createHash} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {LatencyDocument} from '@espalier/experiments';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier, type Outcome} from '../testing/espalier.ts';
import {writeTinyModel} from '../testing/tinyModel.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

let folder: string;
let model: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  model = await writeTinyModel(folder);
});

const run = (...args: string[]): Promise<Outcome> => espalier(['bench', ...args, '-q'], {cwd: folder});

it('times a model at each batch size, by itself and beside another', async () => {
  const {code, stdout, stderr} = await run(model, 'lenet', '--batch', '1,2', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const document = JSON.parse(stdout) as {rows: {batch: number; model: {count: number}; faster: {median: number}}[]};
  expect(document).toMatchObject({
    format: 'espalier.latency/1',
    device: {threads: 1, device: 'cpu'},
    model: {path: model},
    other: {path: 'lenet'}
  });
  expect(document.rows.map(({batch}) => batch)).toEqual([1, 2]);
  for (const {model: time, faster} of document.rows) {
    expect(time.count).toBeGreaterThanOrEqual(15);
    expect(faster.median).toBeGreaterThan(0);
  }
  const alone = await run(model, '--batch', '3');
  expect(alone.stdout).toMatch(/^batch +ms +quartiles +passes\n +3 /);
  expect(alone.stdout).toMatch(/warm-up +3 passes not counted\ndevice .*\nengine .*1 thread\nload /);
});

it('says where a training step goes, and draws it', async () => {
  const {code, stdout, stderr} = await run(model, '--profile', '--criteria', 'taylor', '--svg', 'step.svg');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^op +ms a step +calls +share\n/);
  expect(stdout).toMatch(
    /Conv2D(BackpropFilter|GradFilter) .* %\n[^]*JavaScript between ops .* %\n\nstep .* ms, median of 15/
  );
  expect(await readFile(join(folder, 'step.svg'), 'utf8')).toMatch(/Conv2D(BackpropFilter|GradFilter) ×/);
});

describe('an ONNX model', () => {
  beforeAll(async () => {
    const dense = await espalier(['export', model, '--to', 'onnx', '--out', 'dense.onnx'], {cwd: folder});
    const calibration = ['--int8', '--data', 'digits', '--examples', '20'];
    const int8 = await espalier(['export', model, '--to', 'onnx', ...calibration, '--out', 'int8.onnx'], {cwd: folder});
    expect([dense.code, int8.code]).toEqual([0, 0]);
    const whole = await readFile(join(folder, 'dense.onnx'));
    await writeFile(join(folder, 'short.onnx'), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, 'empty.onnx'), '');
  });

  it('is timed in float32 and in 8 bits, by turns, without the engine', async () => {
    const {code, stdout, stderr} = await run('dense.onnx', 'int8.onnx', '--batch', '1,3', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const {device, rows, ...document} = JSON.parse(stdout) as LatencyDocument;
    const engine = {engine: expect.stringMatching(/^ONNX Runtime \d+\.\d+\.\d+ \(CPU\)$/) as string, threads: 1};
    expect(device).toMatchObject({...engine, device: 'cpu'});
    expect(document).toMatchObject({
      warmUp: 3,
      model: {...engine, path: 'dense.onnx', sha256: await sha256Of('dense.onnx')},
      other: {...engine, path: 'int8.onnx', sha256: await sha256Of('int8.onnx')}
    });
    expect(document.model).not.toHaveProperty('flops');
    expect(rows.map(({batch}) => batch)).toEqual([1, 3]);
    for (const {model: time, other, faster} of rows) {
      expect(time.count).toBeGreaterThanOrEqual(15);
      expect([time, other!, faster!].every(({median}) => median > 0)).toBe(true);
    }
  });

  it('is timed beside one of ours, on either side', async () => {
    const first = await run('dense.onnx', model, '--batch', '2');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/\nFLOPs +not counted, the other [\d.]+ million\n/);
    expect(first.stdout).toMatch(/\nengine +ONNX Runtime .*, 1 thread; the other .*, 1 thread\n/);
    const second = await run('lenet', 'dense.onnx', '--input', '8,8,1', '--batch', '2');
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/\nFLOPs +[\d.]+ million, the other not counted\n/);
  });

  it.each([
    [['short.onnx'], 'Expected short.onnx to be an ONNX model that ONNX Runtime opens, got: Protobuf parsing failed.'],
    [['empty.onnx'], 'Expected empty.onnx to be an ONNX model that ONNX Runtime opens, got: ModelProto does not have'],
    [['none.onnx'], 'Expected an ONNX model, got none.onnx, which cannot be read.'],
    [['dense.onnx', 'short.onnx'], 'Expected short.onnx to be an ONNX model'],
    [['dense.onnx', '--input', '9,9,1'], 'Expected --input to fit what dense.onnx reads, [8, 8, 1], got [9, 9, 1].'],
    [['lenet', 'dense.onnx'], 'Expected dense.onnx to read the inputs that the first model reads, [28, 28, 1], got'],
    [['dense.onnx', '--profile'], 'Expected a TensorFlow.js layers model']
  ])('%j is refused', async (args, message) => {
    const {code, stdout, stderr} = await run(...args, '--batch', '1');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`espalier: ${message}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is refused with the remedy where ONNX Runtime is not installed', async () => {
    await writeFile(join(folder, 'without.cjs'), WITHOUT_ONNX_RUNTIME);
    const env = {NODE_OPTIONS: '--require ./without.cjs'};
    const {code, stderr} = await espalier(['bench', 'dense.onnx', '-q'], {cwd: folder, env});
    const message = 'Expected onnxruntime-node, which runs ONNX models, to be installed, got none';
    expect([code, stderr]).toEqual([2, `espalier: ${message}: npm install onnxruntime-node\n`]);
  });
});

const WITHOUT_ONNX_RUNTIME = `const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => {
  if (!name.startsWith('onnxruntime')) return resolve(name, ...rest);
  throw Object.assign(new Error('Cannot find module ' + name), {code: 'MODULE_NOT_FOUND'});
};`;

async function sha256Of(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, file)))
    .digest('hex');
}

it('refuses another model that reads other inputs', async () => {
  const {code, stderr} = await run('lenet', model, '--batch', '1');
  const reason = `Expected ${model} to read the inputs that the first model reads, [28, 28, 1], got [8, 8, 1].`;
  expect([code, stderr]).toEqual([2, `espalier: ${reason}\n`]);
});

it.each([
  [['--batch', '0'], 'Expected --batch to be a whole number of at least 1, got "0".'],
  [['--svg', 'a.svg'], 'Expected --criteria and --svg only with --profile.'],
  [['lenet', '--profile'], 'Expected one model with --profile, got lenet too.'],
  [['--profile', '--batch', '1,2'], 'Expected one --batch with --profile, got 1,2.']
])('refuses %j', async (args, message) => {
  const {code, stderr} = await run(model, ...args);
  expect([code, stderr]).toEqual([2, `espalier: ${message}\n`]);
});
