import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, test, vi} from 'vitest';
import {foreseeEngine} from './foreseeEngine.ts';
import {startEngine} from './startEngine.ts';

afterEach(() => vi.unstubAllEnvs());

test('an engine that is asked for by name and is none is refused as at the start', () => {
  vi.stubEnv('ESPALIER_ENGINE', 'webgpu');
  expect(foreseeEngine).toThrow('Expected ESPALIER_ENGINE to be one of auto, native, gpu, wasm, js, got "webgpu"');
});

test('nothing is foreseen of a fallback', () => {
  vi.stubEnv('ESPALIER_ENGINE', 'wasm');
  expect(foreseeEngine()).toBeUndefined();
});

test('what is foreseen is what starts', async () => {
  const foreseen = foreseeEngine();
  const {notice: _notice, ...engine} = await startEngine();
  if (foreseen) expect(foreseen).toEqual(engine);
  else expect(engine.name === 'tensorflow' && engine.device === 'cpu').toBe(false);
});

test('TensorFlow.js is loaded at its first use, and by nothing before', () => {
  const tfjs = new URL('../tfjs.js', import.meta.url).href;
  const script = `import {createRequire} from 'node:module';
    const {default: tf} = await import('${tfjs}');
    const {cache} = createRequire('${fileURLToPath(import.meta.url)}');
    const loaded = () => Object.keys(cache).some(path => path.includes('tfjs-core'));
    const before = loaded();
    const has = 'tidy' in tf && !('noSuchThing' in tf);
    console.log([before, has, typeof tf.sum, loaded()].join());`;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {encoding: 'utf8'});
  expect(said.trim().split('\n').at(-1)).toBe('false,true,function,true');
});
