import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {random} from '@espalier/criteria';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {CATCH_RATES} from './catchSettings.ts';
import {chooseCatchRates} from './chooseCatchRates.ts';

const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'catch-rates-')));
beforeAll(() => startEngine());
afterAll(() => folders.forEach(folder => rmSync(folder, {recursive: true})));

/** All files of a folder, by path. */
function bytesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort();
  const files = names.filter(name => /\.\w+$/.test(name));
  return Object.fromEntries(files.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
}

it('keeps every run that it chose by, to the same bytes again, and plays no test games', async () => {
  const {settings} = CATCH_RATES;
  const quick = {
    ...settings,
    train: {...settings.train, updates: 3},
    prune: {...settings.prune, updates: 1, unitsPerStep: 30},
    milestones: {...settings.milestones, updates: 1},
    play: {...settings.play, capacity: 100},
    games: 10
  };
  const tensors = tf.memory().numTensors;
  const chosen = [];
  for (const folder of folders) {
    const rates = {train: [1e-4, 1e-3, 1e-2], prune: [1e-4, 1e-3, 1e-2]};
    const options = {folder: `${folder}/catch-rates`, seeds: [5, 6], ranker: random, rates, settings: quick};
    chosen.push(await chooseCatchRates(options));
  }
  expect(tf.memory().numTensors).toBe(tensors);
  expect(chosen[1]).toEqual(chosen[0]);
  const [once, again] = folders.map(bytesOf);
  expect(again).toEqual(once);
  const results = Object.entries(once!).filter(([name]) => name.endsWith('result.json'));
  // Three rates of training beside one of pruning, two more of pruning, for two seeds, and whatever lay beyond an edge.
  expect(results.length).toBeGreaterThanOrEqual(10);
  for (const [, text] of results) expect(text).not.toContain('test');
  const folder = Object.keys(once!).find(name => name.endsWith('meta.json'))!;
  expect(JSON.parse(once![folder]!)).toMatchObject({sweep: 'catch-rates', status: 'finished'});
});
