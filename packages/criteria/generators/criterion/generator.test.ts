import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {addProjectConfiguration, type Tree} from '@nx/devkit';
import {createTreeWithEmptyWorkspace} from '@nx/devkit/testing';
import {beforeEach, expect, test} from 'vitest';

type Generator = (tree: Tree, options: {readonly name: string}) => Promise<void>;
const generate = createRequire(import.meta.url)('./generator.cjs') as Generator;

const root = 'packages/criteria';
let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace({formatter: 'prettier'});
  tree.write('.prettierrc', readFileSync(new URL('../../../../.prettierrc', import.meta.url)));
  addProjectConfiguration(tree, '@espalier/criteria', {root});
  for (const file of ['README.md', 'src/registered.ts']) {
    tree.write(`${root}/${file}`, readFileSync(new URL(`../../${file}`, import.meta.url)));
  }
});

test('the generator writes a criterion, its test and its registration', async () => {
  await generate(tree, {name: 'map-energy'});
  expect(tree.read(`${root}/src/mapEnergy.ts`, 'utf-8')).toContain("name: 'map-energy'");
  expect(tree.read(`${root}/src/mapEnergy.test.ts`, 'utf-8')).toContain('perExample(mapEnergy,');
  expect(tree.read(`${root}/src/registered.ts`, 'utf-8')).toContain("export {mapEnergy} from './mapEnergy.ts';");
});

test('the generator keeps the table in the README in alphabetical order', async () => {
  await generate(tree, {name: 'activation-max'});
  const readme = tree.read(`${root}/README.md`, 'utf-8') ?? '';
  const names = [...readme.matchAll(/^\| `([^`]+)`/gm)].map(match => match[1]);
  expect(names.slice(0, 3)).toEqual(['activation', 'activation-max', 'activation-std']);
  expect(names).toEqual(names.toSorted());
});

test('the generator refuses a name that is taken and changes nothing', async () => {
  await generate(tree, {name: 'map-energy'});
  const before = tree.listChanges().map(({path, content}) => [path, content?.toString()]);
  await expect(generate(tree, {name: 'map-energy'})).rejects.toThrow(
    'Expected criterion "map-energy" to be new, got one in packages/criteria/src/mapEnergy.ts. Nothing was changed.'
  );
  expect(tree.listChanges().map(({path, content}) => [path, content?.toString()])).toEqual(before);
});

test('the generator refuses a name that no criterion may have', async () => {
  await expect(generate(tree, {name: 'MapEnergy'})).rejects.toThrow(
    'Expected the name to be lower-case words joined by hyphens, got "MapEnergy".'
  );
});
