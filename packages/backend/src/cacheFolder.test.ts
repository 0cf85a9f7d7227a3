import {homedir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {cacheFolder} from './cacheFolder.ts';

test('cacheFolder is named by ESPALIER_CACHE, else by XDG_CACHE_HOME, else by the platform', () => {
  expect(cacheFolder({ESPALIER_CACHE: '/fast/disk', XDG_CACHE_HOME: '/xdg'})).toBe('/fast/disk');
  expect(cacheFolder({XDG_CACHE_HOME: '/xdg'})).toBe(join('/xdg', 'espalier'));
  expect(cacheFolder({}).startsWith(homedir())).toBe(true);
});
