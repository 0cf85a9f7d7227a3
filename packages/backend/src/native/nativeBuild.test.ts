import {expect, test} from 'vitest';
import {nativeBuild} from './nativeBuild.ts';

const platforms = [
  ['cpu', 'linux', 'x64'],
  ['gpu', 'linux', 'x64'],
  ['cpu', 'linux', 'arm64'],
  ['cpu', 'darwin', 'arm64']
] as const;

test.each(platforms)('every wheel of the %s build for %s %s is pinned by version and sha256', (...platform) => {
  const build = nativeBuild(...platform)!;
  expect(build.variant).toBe(platform[0]);
  for (const {version, sha256, pipPlatform} of build.wheels) {
    expect(version).toMatch(/^\d+(\.\d+)+$/);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(pipPlatform).toMatch(/^(manylinux|macosx)/);
  }
});

test('there is no build for Windows, for macOS on Intel, or for a GPU outside Linux x64', () => {
  expect(nativeBuild('cpu', 'win32', 'x64')).toBeUndefined();
  expect(nativeBuild('cpu', 'darwin', 'x64')).toBeUndefined();
  expect(nativeBuild('gpu', 'darwin', 'arm64')).toBeUndefined();
});
