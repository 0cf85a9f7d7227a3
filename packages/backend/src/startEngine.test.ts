import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {EngineError} from './engineError.ts';
import {oneDnnUse} from './native/oneDnnUse.ts';
import {currentEngine, startEngine} from './startEngine.ts';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'espalier-cache-'));
  vi.stubEnv('ESPALIER_CACHE', cache);
  vi.stubEnv('ESPALIER_ENGINE', '');
  vi.stubEnv('ESPALIER_THREADS', '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, {recursive: true, force: true});
});

const remedy = 'Install it with `ESPALIER_RETRY=1 npm run setup`; `espalier doctor` tells more.';

// The order matters: a process has one engine, and the last test starts it.
test('currentEngine says what to do before an engine was started', () => {
  expect(currentEngine).toThrow('Expected the tensor engine to be started, got none: await startEngine() first');
});

test('startEngine refuses an engine that it does not know', async () => {
  vi.stubEnv('ESPALIER_ENGINE', 'webgpu');
  await expect(startEngine()).rejects.toThrow(
    'Expected ESPALIER_ENGINE to be one of auto, native, gpu, wasm, js, got "webgpu"'
  );
});

test('what runs convolutions can be chosen, and must be known', () => {
  expect(oneDnnUse('gpu', 'gpu')).toEqual({oneDnn: false});
  vi.stubEnv('ESPALIER_CONVOLUTIONS', 'tensorflow');
  expect(oneDnnUse('cpu', 'cpu')).toEqual({oneDnn: true});
  vi.stubEnv('ESPALIER_CONVOLUTIONS', 'mkl');
  expect(() => oneDnnUse('cpu', 'cpu')).toThrow('Expected ESPALIER_CONVOLUTIONS to be onednn or tensorflow, got "mkl"');
});

test('startEngine refuses a thread count that is not a positive integer', async () => {
  vi.stubEnv('ESPALIER_THREADS', '1.5');
  await expect(startEngine()).rejects.toThrow(
    'Expected the thread count (ESPALIER_THREADS) to be a positive integer, got 1.5'
  );
});

test('startEngine refuses to replace an engine that was asked for by name', async () => {
  const started = startEngine({engine: 'gpu'});
  await expect(started).rejects.toThrow(/^Expected native TensorFlow \(gpu\) to be installed, but /);
  await expect(started).rejects.toBeInstanceOf(EngineError);
});

test.runIf(process.platform === 'linux')('startEngine falls back to WebAssembly with one clear line', async () => {
  const onNotice = vi.fn();
  const engine = await startEngine({onNotice});
  expect(onNotice.mock.calls).toEqual([
    ['Using WebAssembly, about 8.5 times slower than native TensorFlow: native TensorFlow is not installed. ' + remedy]
  ]);
  expect(engine).toMatchObject({name: 'wasm', device: 'cpu', threads: 1, oneDnn: false});
  expect(await startEngine()).toBe(engine);
  expect(currentEngine()).toBe(engine);
});
