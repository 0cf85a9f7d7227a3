import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {criteriaRegistry} from './criteriaRegistry.ts';
import {loadPlugins} from './loadPlugin.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
});

async function plugin(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const spread = `
import {defineCriterion} from '@espalier/core';
import {half} from './half.ts';
export const spread = defineCriterion({
  name: 'spread',
  needs: ['featureMap'],
  perExample: ({featureMap}) => featureMap.max(1).sub(featureMap.min(1)).mul(half as number)
});
export default spread;
`;

describe('loading a plugin', () => {
  it('takes TypeScript from any folder, with files beside it', async () => {
    await plugin('half.ts', 'export const half: number = 0.5;');
    const [loaded] = await loadPlugins([await plugin('spread.ts', spread)]);
    expect(loaded?.criteria.map(({name, needs, collect}) => ({name, needs, collect}))).toEqual([
      {name: 'spread', needs: ['featureMap'], collect: 'mean'}
    ]);
    expect(criteriaRegistry([loaded!]).get('spread').name).toBe('spread');
  });

  it('has a digest that follows every file of the plugin and not its place', async () => {
    await plugin('half.ts', 'export const half: number = 0.5;');
    const path = await plugin('spread.ts', spread);
    const [first] = await loadPlugins([path]);
    const [again] = await loadPlugins(['./spread.ts'], folder);
    expect(again?.sha256).toBe(first?.sha256);
    await plugin('half.ts', 'export const half: number = 0.25;');
    const [changed] = await loadPlugins([path]);
    expect(changed?.sha256).not.toBe(first?.sha256);
  });

  it('takes a package by name, and the packages that it imports', async () => {
    await mkdir(join(folder, 'node_modules', 'my-criteria'), {recursive: true});
    await mkdir(join(folder, 'node_modules', 'helper'), {recursive: true});
    await plugin('node_modules/helper/package.json', '{"type": "module", "exports": "./index.js"}');
    await plugin('node_modules/helper/index.js', 'export const needs = ["kernel"];');
    await plugin('node_modules/my-criteria/package.json', '{"type": "module", "exports": "./index.js"}');
    await plugin(
      'node_modules/my-criteria/index.js',
      `import {needs} from 'helper'; export const mine = {name: 'mine', needs, finish: () => [1]};`
    );
    const [loaded] = await loadPlugins(['my-criteria'], folder);
    expect(loaded?.criteria[0]).toMatchObject({name: 'mine', needs: ['kernel'], ranked: 'normalized'});
  });
});

describe('a plugin that cannot be used', () => {
  it('names file, line and column of a syntax error', async () => {
    const path = await plugin('broken.ts', 'export const a = 1;\nexport const = 2;\n');
    await expect(loadPlugins([path])).rejects.toThrow(
      `Could not load plugin ${path}: ${path}:2:14: Expected identifier but found "=".`
    );
  });

  it('says which file or package is missing', async () => {
    const path = join(folder, 'nowhere.ts');
    await expect(loadPlugins([path])).rejects.toThrow(`Could not load plugin ${path}: Could not resolve "${path}".`);
    const user = await plugin('user.ts', "import 'no-such-package';\n");
    await expect(loadPlugins([user])).rejects.toThrow(
      `Could not load plugin ${user}: ${user}:1:8: Could not resolve "no-such-package".`
    );
  });

  it('says what it exports instead of a criterion', async () => {
    const path = await plugin('empty.ts', 'export const answer = 42;');
    await expect(loadPlugins([path])).rejects.toThrow(
      `Expected plugin ${path} to export a criterion made by defineCriterion, got exports answer.`
    );
  });

  it('passes on what its code throws', async () => {
    const path = await plugin('throws.ts', "throw new Error('no luck');");
    await expect(loadPlugins([path])).rejects.toThrow(`Could not load plugin ${path}: no luck`);
  });

  it('is refused when its name is taken', async () => {
    const path = await plugin(
      'taylor.js',
      "export const mine = {name: 'taylor', needs: ['kernel'], finish: () => []};"
    );
    const loaded = await loadPlugins([path]);
    expect(() => criteriaRegistry(loaded)).toThrow(
      `Expected plugin ${path} to bring new criteria, got "taylor", which is already registered. Rename it.`
    );
  });
});

it('names the nearest known criterion', () => {
  expect(() => criteriaRegistry().get('tailor')).toThrow(
    /^Unknown criterion "tailor"\. Known: activation, .*, taylor, .*weight\. Did you mean "taylor"\?$/
  );
});
