import {copyFile, mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {runSweep} from './runSweep.ts';

const config = fileURLToPath(new URL('../../configs/questions/high-precision.yaml', import.meta.url));
const fixture = (name: string) => fileURLToPath(new URL(`../../../datasets/fixtures/${name}`, import.meta.url));

const SMALL = ['train.epochs=1', 'prune.updates=1', 'milestones.updates=1', 'prune.criterion=taylor'];

async function resultOf(dataDir: string, overrides: readonly string[]) {
  const runs = join(await mkdtemp(join(tmpdir(), 'espalier-medical-')), 'runs');
  const {finished} = await runSweep(config, {runs, dataDir, seeds: [0], overrides: [...SMALL, ...overrides]});
  expect(finished).toHaveLength(1);
  return JSON.parse(await readFile(join(finished[0]!.folder, 'result.json'), 'utf8')) as {
    before: Record<string, number>;
    milestones: {units: number; testAgreement: number; controls: object}[];
  };
}

test('the question is asked of the rows of a table, by dense units', async () => {
  const {before, milestones} = await resultOf(fixture('breastCancer'), ['dataset.validation=8']);
  expect([before.units, ...milestones.map(({units}) => units)]).toEqual([64, 32, 16, 6]);
  // Six test examples: shares of them, of the malignant ones and of the benign ones.
  expect(before.testAgreement).toBe(1);
  expect(before.testSensitivity).toBeGreaterThanOrEqual(0);
  expect(before.testAuroc).toBeGreaterThan(0);
});

test('and of images of MedMNIST, by the name of the data', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-medical-'));
  await copyFile(fixture('medGrey.npz'), join(folder, 'organamnist.npz'));
  // The fixture has too few images for five folds.
  const few = ['dataset.folds=2', 'dataset.validation=2'];
  const {before, milestones} = await resultOf(folder, ['dataset.name=organamnist', ...few]);
  expect(before.units).toBe(64);
  expect(milestones.map(({controls}) => Object.keys(controls))).toEqual(Array(3).fill(['unpruned']));
  expect(milestones[0]!.testAgreement).toBeGreaterThanOrEqual(0);
});
