import {join} from 'node:path';
import {DataError} from './dataError.ts';
import type {DataSource} from './dataSource.ts';
import {describeFolders, findDataFolder} from './findDataFolder.ts';
import {readTimeSeriesFolder} from './timeSeriesFolder.ts';

const IN_WHEEL = join('aeon', 'datasets', 'data');

/**
 * Motions, gestures and speech as sequences, read from the `.ts` files that the Python package aeon has in it. Their
 * values stay as they are stored.
 *
 * Source: the archives of timeseriesclassification.com; JapaneseVowels: Kudo, Toyama and Shimbo 1999.
 */
export const aeonSets: readonly DataSource[] = [
  aeonSet('basic-motions', 'BasicMotions', 'four motions with a smart watch, 100 steps × 6, 4 classes; 40 + 40'),
  aeonSet('gun-point', 'GunPoint', 'hands that draw a gun or point, 150 steps × 1, 2 classes; 50 + 150'),
  aeonSet('japanese-vowels', 'JapaneseVowels', 'speakers of two vowels, 7–29 steps × 12, 9 classes; 270 + 370'),
  aeonSet(
    'pickup-gesture-wiimote-z',
    'PickupGestureWiimoteZ',
    'people who pick up a Wii remote, 29–361 steps × 1, 10 classes (the people); 50 + 50'
  )
];

function aeonSet(name: string, set: string, summary: string): DataSource {
  return {
    name,
    summary: `${summary}, from Python’s package aeon`,
    license: 'BSD-3-Clause (the package)',
    sequences: true,
    async read({dataDir, steps}) {
      const files = [`${set}_TRAIN.ts`, `${set}_TEST.ts`];
      const folders = dataDir === undefined ? [] : [dataDir, join(dataDir, set), join(dataDir, IN_WHEEL, set)];
      const folder = await findDataFolder(folders, files);
      if (folder !== undefined) return readTimeSeriesFolder(folder, set, {called: name, steps});
      throw new DataError(
        `Expected ${files.join(' and ')} for ${name}, got ${describeFolders(folders)}. They are in the Python package ` +
          `aeon (BSD-3-Clause): pip download aeon --no-deps, unzip the wheel, and give its folder ${IN_WHEEL} as ` +
          '--data-dir. Or take them from https://timeseriesclassification.com.'
      );
    }
  };
}
