import {createHash} from 'node:crypto';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {ensureNative} from './ensureNative.ts';
import {readFailure} from './failure.ts';
import {installNative} from './installNative.ts';
import type {NativeBuild} from './nativeBuild.ts';
import {isComplete} from './stamp.ts';

// A wheel with two libraries of a line each, a header, and a Python file that nobody wants.
const tinyWheel = Buffer.from(
  'UEsDBBQAAAAAAAAAIQD/33lJEQAAABEAAAAgAAAAdGVuc29yZmxvdy9saWJ0ZW5zb3JmbG93X2NjLnNvLjJ0aGUgbGFyZ2UgbGli' +
    'cmFyeVBLAwQUAAAAAAAAACEA9w5TvBEAAAARAAAAJwAAAHRlbnNvcmZsb3cvbGlidGVuc29yZmxvd19mcmFtZXdvcmsuc28uMnRo' +
    'ZSBzbWFsbCBsaWJyYXJ5UEsDBBQAAAAAAAAAIQCyT25pCAAAAAgAAAAnAAAAdGVuc29yZmxvdy9pbmNsdWRlL3RlbnNvcmZsb3cv' +
    'Yy9jX2FwaS5oYSBoZWFkZXJQSwMEFAAAAAAAAAAhALi41KQGAAAABgAAABYAAAB0ZW5zb3JmbG93L19faW5pdF9fLnB5cHl0aG9u' +
    'UEsBAhQDFAAAAAAAAAAhAP/feUkRAAAAEQAAACAAAAAAAAAAAAAAAIABAAAAAHRlbnNvcmZsb3cvbGlidGVuc29yZmxvd19jYy5z' +
    'by4yUEsBAhQDFAAAAAAAAAAhAPcOU7wRAAAAEQAAACcAAAAAAAAAAAAAAIABTwAAAHRlbnNvcmZsb3cvbGlidGVuc29yZmxvd19m' +
    'cmFtZXdvcmsuc28uMlBLAQIUAxQAAAAAAAAAIQCyT25pCAAAAAgAAAAnAAAAAAAAAAAAAACAAaUAAAB0ZW5zb3JmbG93L2luY2x1' +
    'ZGUvdGVuc29yZmxvdy9jL2NfYXBpLmhQSwECFAMUAAAAAAAAACEAuLjUpAYAAAAGAAAAFgAAAAAAAAAAAAAAgAHyAAAAdGVuc29y' +
    'Zmxvdy9fX2luaXRfXy5weVBLBQYAAAAABAAEADwBAAAsAQAAAAA=',
  'base64'
);
const sha256 = createHash('sha256').update(tinyWheel).digest('hex');
const build: NativeBuild = {
  variant: 'cpu',
  version: '2.21.0',
  wheels: [{project: 'tiny', version: '1', sha256, pipPlatform: 'any'}],
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
};

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'espalier-cache-'));
  mkdirSync(join(cache, 'downloads'));
  writeFileSync(join(cache, 'downloads', `tiny-1-${sha256.slice(0, 12)}.whl`), tinyWheel);
  useCompiler('while [ "$1" != -o ]; do shift; done; echo compiled > "$2"');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, {recursive: true, force: true});
});

/** Puts a shell script in the place of the C++ compiler. */
function useCompiler(script: string): void {
  const path = join(cache, 'compiler');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv('CXX', path);
}

describe.skipIf(process.platform === 'win32')('installNative', () => {
  test('unpacks the libraries, compiles the addon and leaves nothing else behind', async () => {
    const folder = await installNative({cache, build});
    expect(readFileSync(join(folder, 'deps/lib/libtensorflow_cc.so.2'), 'utf8')).toBe('the large library');
    expect(readdirSync(folder).sort()).toEqual(['deps', 'engine.json', 'lib']);
    expect(readdirSync(join(folder, 'deps'))).toEqual(['lib']);
    expect(readdirSync(cache).sort()).toEqual(['compiler', folder.slice(cache.length + 1)]);
  });

  test('repairs an engine with a truncated library and removes what a dead install left', async () => {
    const folder = await installNative({cache, build});
    mkdirSync(join(cache, 'downloads'));
    writeFileSync(join(cache, 'downloads', `tiny-1-${sha256.slice(0, 12)}.whl`), tinyWheel);
    writeFileSync(join(folder, 'deps/lib/libtensorflow_cc.so.2'), 'the lar');
    const leftover = join(cache, `.making-${hostname()}-999999`);
    mkdirSync(leftover);
    expect(isComplete(folder)).toBe(false);
    expect(await installNative({cache, build})).toBe(folder);
    expect(readFileSync(join(folder, 'deps/lib/libtensorflow_cc.so.2'), 'utf8')).toBe('the large library');
    expect(isComplete(folder)).toBe(true);
    expect(existsSync(leftover)).toBe(false);
  });

  test('repairs an engine whose stamp was cut short', async () => {
    const folder = await installNative({cache, build});
    writeFileSync(join(folder, 'engine.json'), '{"format": "espalier.eng');
    mkdirSync(join(cache, 'downloads'));
    writeFileSync(join(cache, 'downloads', `tiny-1-${sha256.slice(0, 12)}.whl`), tinyWheel);
    expect(isComplete(await installNative({cache, build}))).toBe(true);
  });

  test('lets two calls at once make one engine', async () => {
    useCompiler(`echo call >> ${cache}/calls; while [ "$1" != -o ]; do shift; done; echo compiled > "$2"`);
    const [one, two] = await Promise.all([installNative({cache, build}), installNative({cache, build})]);
    expect(one).toBe(two);
    expect(readFileSync(join(cache, 'calls'), 'utf8')).toBe('call\ncall\ncall\n'); // three addons, one install
  });

  test('says why it failed, and keeps the reason', async () => {
    useCompiler('echo "napi.h: no such file" >&2; exit 1');
    const reason = `${cache}/compiler could not compile the TensorFlow addon: napi.h: no such file`;
    await expect(installNative({cache, build})).rejects.toThrow(reason);
    expect(readFailure(cache, 'cpu')?.reason).toBe(reason);
    expect(readdirSync(cache).sort()).toEqual(['compiler', 'downloads', 'native-cpu-failure.json']);
  });

  test('names the compiler that is missing before it downloads anything', async () => {
    vi.stubEnv('CXX', '');
    vi.stubEnv('PATH', cache);
    const onProgress = vi.fn();
    await expect(installNative({cache, build, onProgress})).rejects.toThrow(
      'no C++ compiler was found to build the TensorFlow addon (install g++)'
    );
    expect(onProgress).not.toHaveBeenCalled();
  });
});

describe.skipIf(process.platform === 'win32')('ensureNative', () => {
  test('tries a failed install again only when its circumstances have changed', async () => {
    vi.stubEnv('ESPALIER_ENGINE', 'native');
    vi.stubEnv('CXX', '');
    vi.stubEnv('PATH', cache);
    const onProgress = vi.fn();
    const first = await ensureNative({cache, build, onProgress});
    useCompiler('exit 1');
    vi.stubEnv('CXX', '');
    expect(await ensureNative({cache, build, onProgress})).toEqual(first);
    expect(onProgress).not.toHaveBeenCalled();
    useCompiler('while [ "$1" != -o ]; do shift; done; echo compiled > "$2"');
    expect(await ensureNative({cache, build, onProgress})).toEqual({installed: true});
  });

  test('installs nothing when a fallback is asked for by name', async () => {
    vi.stubEnv('ESPALIER_ENGINE', 'wasm');
    expect(await ensureNative({cache, build})).toEqual({installed: false});
  });
});
